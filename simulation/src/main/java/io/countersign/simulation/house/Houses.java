package io.countersign.simulation.house;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The houses that histories move between: always the same ones, each different in what it allows, asks and limits. */
public final class Houses {

    /** An action that may be repeated. */
    public static final String READ = "orders.read";

    /** An action that must not happen twice. */
    public static final String REFUND = "orders.refund";

    /** An action that uses a model. */
    public static final String CHAT = "llm.chat";

    private static final int HOW_MANY = 48;
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final Clause BIG = new Clause("big", List.of("finance"), 1, 5 * MINUTE);

    private Houses() {}

    /** All of them; the first one allows everything within its budgets. */
    public static List<House> all() {
        return IntStream.range(0, HOW_MANY).mapToObj(Houses::house).toList();
    }

    private static House house(int number) {
        var random = new Random(number);
        if (number == 0) {
            return new House(
                    "house-0",
                    catalogue(random, false, 0),
                    600,
                    false,
                    List.of(),
                    budgets(random, 1),
                    List.of(),
                    models(0),
                    List.of());
        }
        boolean unlike = random.nextInt(4) == 0;
        long granted = random.nextInt(8) == 0 ? random.nextInt(40) : 600;
        var catalogue = catalogue(random, unlike, number);
        var answers = answers(random, catalogue);
        answers.addAll(failSafes(random, catalogue));
        return new House(
                "house-" + number,
                catalogue,
                granted,
                random.nextInt(5) == 0,
                rules(random),
                budgets(random, 1 + random.nextInt(3)),
                counters(random),
                models(number),
                answers);
    }

    /** Unlike the others, it may lack an action, or declare otherwise what may be repeated. */
    private static List<Terms> catalogue(Random random, boolean unlike, int number) {
        boolean swapped = unlike && random.nextBoolean();
        var telling = new Random(7_919L * number);
        var catalogue = new ArrayList<Terms>();
        catalogue.add(new Terms(
                READ,
                !swapped,
                swapped ? 1 : 3,
                1_000,
                10_000,
                120_000,
                false,
                swapped ? reconcile(telling, 3) : 0,
                number % 4 == 1));
        catalogue.add(new Terms(
                REFUND,
                swapped,
                3,
                1_000,
                10_000,
                120_000,
                false,
                number == 0 ? 20_000 : reconcile(telling, 4),
                false));
        if (!unlike || random.nextBoolean()) {
            catalogue.add(
                    new Terms(CHAT, true, 2, 2_000, 30_000, 30_000, true, reconcile(telling, 1), number % 2 == 1));
        }
        return catalogue;
    }

    /** For how long an executor is asked: seconds to an hour, in as many of six houses; in the others it cannot tell. */
    private static long reconcile(Random random, int houses) {
        long span = List.of(1_000L, 5_500L, MINUTE, HOUR).get(random.nextInt(4));
        return random.nextInt(6) < houses ? span : 0;
    }

    private static List<RuleTerms> rules(Random random) {
        var rules = new ArrayList<RuleTerms>();
        if (random.nextInt(3) == 0) {
            long within = random.nextBoolean() ? 5 * MINUTE : 50 * MINUTE;
            var clause = new Clause("big", List.of("finance"), 1 + random.nextInt(2), within);
            rules.add(rule("big", "*", RuleTerms.Condition.AMOUNT_FROM, random.nextInt(40), clause, 0));
        }
        if (random.nextInt(5) == 0) {
            var clause = new Clause("odd", List.of(), 1, 4 * HOUR);
            rules.add(rule("odd", "*", RuleTerms.Condition.AMOUNT_MULTIPLE_OF, 2 + random.nextInt(3), clause, 0));
        }
        if (random.nextInt(5) == 0) {
            rules.add(rule("fails", READ, RuleTerms.Condition.FAILS_FOR_AMOUNT, 10 + random.nextInt(10), null, 0));
        }
        if (random.nextInt(4) == 0) {
            rules.add(rule("never", REFUND, RuleTerms.Condition.AMOUNT_FROM, 20 + random.nextInt(80), null, 0));
        }
        if (random.nextInt(5) == 0) {
            long wait = random.nextBoolean() ? 2_000 : 9 * MINUTE;
            rules.add(rule("pause", "*", RuleTerms.Condition.MINUTE_BEFORE, 1 + random.nextInt(40), null, wait));
        }
        if (random.nextInt(6) == 0) {
            rules.add(new RuleTerms(
                    "small",
                    List.of(READ, REFUND),
                    RuleTerms.Condition.AMOUNT_FROM,
                    1,
                    RuleTerms.Verdict.HOLD,
                    new Clause("small", BIG.groups(), 1, BIG.within()),
                    0));
        }
        lookBack(random, rules);
        return rules;
    }

    private static void lookBack(Random random, List<RuleTerms> rules) {
        if (random.nextInt(3) == 0) {
            var clause = new Clause("much", List.of("finance"), 1, 20 * MINUTE);
            rules.add(rule("much", "*", RuleTerms.Condition.COUNTED_FROM, 20 + random.nextInt(100), clause, 0));
        }
        if (random.nextInt(3) == 0) {
            rules.add(rule("part", REFUND, RuleTerms.Condition.PART_COUNTED_FROM, 30 + random.nextInt(90), null, 0));
        }
        if (random.nextInt(3) == 0) {
            rules.add(rule("outside", "*", RuleTerms.Condition.LABELLED, random.nextInt(40), null, 30_000));
        }
        if (random.nextInt(3) == 0) {
            rules.add(rule("often", REFUND, RuleTerms.Condition.APPROVED_BEFORE, 1 + random.nextInt(4), null, 0));
        }
    }

    /** What only reads may be answered: in every other house now and then, always, never, or with an error. */
    private static List<AnswerTerms> answers(Random random, List<Terms> catalogue) {
        var answers = new ArrayList<AnswerTerms>();
        if (random.nextBoolean()) {
            return answers;
        }
        for (var terms : catalogue) {
            if (terms.idempotent() && random.nextInt(3) > 0 && terms.reconcile() == 0) {
                var conditions = List.of(
                        RuleTerms.Condition.AMOUNT_MULTIPLE_OF,
                        RuleTerms.Condition.AMOUNT_FROM,
                        RuleTerms.Condition.MINUTE_BEFORE,
                        RuleTerms.Condition.LABELLED,
                        RuleTerms.Condition.PART_COUNTED_FROM);
                var name = terms.name().replace('.', '-');
                long number = 2 + random.nextInt(30);
                if (random.nextInt(4) == 0) {
                    answers.add(new AnswerTerms(
                            name + "-fails",
                            terms.name(),
                            false,
                            RuleTerms.Condition.FAILS_FOR_AMOUNT,
                            number,
                            "\"never\""));
                }
                var condition = conditions.get(random.nextInt(conditions.size()));
                answers.add(
                        new AnswerTerms(name + "-first", terms.name(), false, condition, number, "{\"first\":true}"));
                answers.add(new AnswerTerms(
                        name + "-second",
                        terms.name(),
                        false,
                        RuleTerms.Condition.AMOUNT_MULTIPLE_OF,
                        3 + random.nextInt(5),
                        "\"second\""));
            }
        }
        return answers;
    }

    /** In two of three houses something stands in for a failure of what only reads: sometimes nothing, or an error. */
    private static List<AnswerTerms> failSafes(Random random, List<Terms> catalogue) {
        var failSafes = new ArrayList<AnswerTerms>();
        if (random.nextInt(3) == 0) {
            return failSafes;
        }
        for (var terms : catalogue) {
            if (terms.idempotent() && terms.reconcile() == 0) {
                var name = terms.name().replace('.', '-');
                long number = 2 + random.nextInt(30);
                var first = random.nextInt(3) == 0
                        ? RuleTerms.Condition.FAILS_FOR_AMOUNT
                        : RuleTerms.Condition.AMOUNT_MULTIPLE_OF;
                failSafes.add(new AnswerTerms(name + "-rescue", terms.name(), true, first, number, "\"rescue\""));
                failSafes.add(new AnswerTerms(
                        name + "-later",
                        terms.name(),
                        true,
                        random.nextBoolean() ? RuleTerms.Condition.LABELLED : RuleTerms.Condition.AMOUNT_FROM,
                        number,
                        "{\"later\":true}"));
            }
        }
        return failSafes;
    }

    private static List<CounterTerms> counters(Random random) {
        var shapes = List.of(
                new Shape.Fixed(HOUR, "1h"),
                new Shape.Rolling(2 * HOUR, "rolling 2h"),
                new Shape.Monthly(ZoneId.of("Europe/Vienna")));
        return List.of(
                new CounterTerms(
                        House.COUNTER, List.of(READ, REFUND), 1, random.nextBoolean(), shapes.get(random.nextInt(3))),
                new CounterTerms(House.DIVIDED_COUNTER, List.of("*"), 3, true, shapes.get(random.nextInt(3))));
    }

    private static RuleTerms rule(
            String name,
            String action,
            RuleTerms.Condition condition,
            long number,
            @Nullable Clause clause,
            long wait) {
        var verdict =
                clause != null ? RuleTerms.Verdict.HOLD : wait > 0 ? RuleTerms.Verdict.DEFER : RuleTerms.Verdict.REJECT;
        return new RuleTerms(name, List.of(action), condition, number, verdict, clause, wait);
    }

    private static List<BudgetTerms> budgets(Random random, int tightness) {
        var vienna = ZoneId.of("Europe/Vienna");
        return List.of(
                budget(
                        "tokens-10m",
                        BudgetTerms.Unit.TOKENS,
                        new Shape.Fixed(10 * MINUTE, "10m"),
                        90 + random.nextInt(90) / tightness),
                budget(
                        "calls-1h",
                        BudgetTerms.Unit.REQUESTS,
                        new Shape.Fixed(HOUR, "1h"),
                        3 + random.nextInt(20) / tightness),
                budget(
                        "tokens-month",
                        BudgetTerms.Unit.TOKENS,
                        new Shape.Monthly(vienna),
                        150 + random.nextInt(900) / tightness),
                budget(
                        "tokens-rolling",
                        BudgetTerms.Unit.TOKENS,
                        new Shape.Rolling(25 * MINUTE, "rolling 25m"),
                        60 + random.nextInt(200) / tightness),
                new BudgetTerms(
                        "cost-1d",
                        List.of(CHAT),
                        BudgetTerms.Unit.COST_MICROS,
                        new Shape.Fixed(24 * HOUR, "1d"),
                        150 + random.nextInt(300),
                        100 + random.nextInt(900),
                        false),
                new BudgetTerms(
                        "answers-rolling",
                        List.of(CHAT),
                        BudgetTerms.Unit.OUTPUT_TOKENS,
                        new Shape.Rolling(24 * HOUR, "rolling 24h"),
                        0,
                        20 + random.nextInt(80),
                        true));
    }

    private static BudgetTerms budget(String name, BudgetTerms.Unit unit, Shape shape, long limit) {
        return new BudgetTerms(name, List.of("*"), unit, shape, limit, limit + limit / 2, false);
    }

    /** Every third house knows no big one. */
    private static List<Tariff> models(int number) {
        var models = new ArrayList<>(List.of(
                new Tariff("tiny", 4_000_000, 500_000, 1_000_000, null, List.of()),
                new Tariff("small", 1_500_000, 750_000, 6_000_000, 40L, List.of("tiny"))));
        if (number % 3 != 1) {
            models.add(new Tariff("big", 2_500_000, 3_000_000, 10_000_001, null, List.of("small")));
        }
        return models;
    }
}
