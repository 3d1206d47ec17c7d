package io.countersign.simulation.house;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A rule. Its condition is one of a few that are known in two languages.
 *
 * @param number what the condition compares with
 * @param clause what a hold demands
 * @param retryIn how long a defer rule makes wait, in milliseconds
 */
public record RuleTerms(
        String name,
        List<String> actions,
        Condition condition,
        long number,
        Verdict verdict,
        @Nullable Clause clause,
        long retryIn) {

    public RuleTerms {
        actions = List.copyOf(actions);
    }

    /** What a rule does to what it matches. */
    public enum Verdict {
        REJECT,
        HOLD,
        DEFER
    }

    /** When a rule matches. */
    public enum Condition {
        AMOUNT_FROM("parameters.amount >= %d"),
        AMOUNT_MULTIPLE_OF("parameters.amount %% %d == 0"),
        MINUTE_BEFORE("now.getMinutes() < %d"),
        FAILS_FOR_AMOUNT("1 / (parameters.amount - %d) > 1000"),
        COUNTED_FROM("counters['" + House.COUNTER + "'] >= %d"),
        PART_COUNTED_FROM("counters['" + House.DIVIDED_COUNTER + "'] + double(parameters.amount) > %d"),
        LABELLED("'" + House.EXTERNAL + "' in session.labels && parameters.amount >= %d"),
        APPROVED_BEFORE("session.counts['" + Houses.REFUND + "'] >= %d");

        private final String expression;

        Condition(String expression) {
            this.expression = expression;
        }

        String expression(long number) {
            return expression.formatted(number);
        }

        /** Whether it holds; null if that cannot be told. */
        @Nullable
        Boolean holds(long number, Ask ask, Past past, House house, long now) {
            return switch (this) {
                case AMOUNT_FROM -> ask.amount() >= number;
                case AMOUNT_MULTIPLE_OF -> ask.amount() % number == 0;
                case MINUTE_BEFORE -> Math.floorMod(now, 3_600_000L) < number * 60_000;
                case FAILS_FOR_AMOUNT -> ask.amount() == number ? null : Boolean.FALSE;
                case COUNTED_FROM -> past.counted(house.counter(House.COUNTER), 0) >= number;
                case PART_COUNTED_FROM -> {
                    var counter = house.counter(House.DIVIDED_COUNTER);
                    yield past.counted(counter, counter.part(ask)) + ask.amount() > number;
                }
                case LABELLED -> past.hasLabel(House.EXTERNAL) && ask.amount() >= number;
                case APPROVED_BEFORE -> past.count(Houses.REFUND) >= number;
            };
        }
    }

    boolean concerns(String action) {
        return actions.stream().anyMatch(name -> name.equals("*") || name.equals(action));
    }

    /** Whether it matches; null if that cannot be told. */
    @Nullable
    Boolean matches(Ask ask, Past past, House house, long now) {
        return condition.holds(number, ask, past, house, now);
    }

    String yaml() {
        var yaml = new StringBuilder("kind: Rule\nname: ").append(name).append('\n');
        yaml.append("actions: ").append(House.list(actions)).append('\n');
        yaml.append("when: \"").append(condition.expression(number)).append("\"\n");
        yaml.append("verdict: ").append(verdict.name().toLowerCase(Locale.ROOT)).append('\n');
        if (clause != null) {
            yaml.append("approval: {groups: ").append(House.list(clause.groups()));
            yaml.append(", quorum: ").append(clause.quorum());
            yaml.append(", within: ").append(clause.within()).append("ms}\n");
        }
        if (verdict == Verdict.DEFER) {
            yaml.append("retryIn: ").append(retryIn).append("ms\n");
        }
        return yaml.toString();
    }
}
