package io.countersign.simulation.house;

import java.util.List;
import java.util.Locale;

/**
 * A budget.
 *
 * @param proLimit the limit of those with the role {@code pro}
 * @param forProOnly whether it is for them alone
 */
public record BudgetTerms(
        String name, List<String> actions, Unit unit, Shape shape, long limit, long proLimit, boolean forProOnly) {

    private static final String PRO = "pro";

    public BudgetTerms {
        actions = List.copyOf(actions);
    }

    /** What a budget counts. */
    public enum Unit {
        TOKENS,
        INPUT_TOKENS,
        OUTPUT_TOKENS,
        REQUESTS,
        COST_MICROS
    }

    boolean concerns(Ask ask) {
        return actions.stream().anyMatch(name -> name.equals("*") || name.equals(ask.action()))
                && (!forProOnly || ask.roles().contains(PRO));
    }

    long limitOf(Ask ask) {
        return ask.roles().contains(PRO) ? proLimit : limit;
    }

    /** The same budget with other limits. */
    BudgetTerms limitedTo(long other) {
        return new BudgetTerms(name, actions, unit, shape, other, other, forProOnly);
    }

    String yaml() {
        var zone = shape instanceof Shape.Monthly monthly ? "zone: " + monthly.zone() + "\n" : "";
        return """
                kind: Budget
                name: %s
                who: "%s"
                actions: %s
                unit: %s
                window: %s
                limit: "'pro' in principal.roles ? %d : %d"
                """.formatted(
                                name,
                                forProOnly ? "'pro' in principal.roles" : "true",
                                House.list(actions),
                                unit.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                                shape.text(),
                                proLimit,
                                limit)
                + zone;
    }
}
