package io.countersign.policystream.policy;

import io.countersign.policystream.budget.FixedWindow;
import io.countersign.policystream.budget.MonthWindow;
import io.countersign.policystream.budget.RollingWindow;
import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.budget.WindowRule;
import io.countersign.policystream.policy.Documents.Located;
import io.countersign.policystream.policy.Documents.Targeted;
import io.countersign.policystream.policy.expression.Expression;
import io.countersign.policystream.policy.expression.Expressions;
import io.countersign.policystream.policy.expression.ResultKind;
import io.countersign.policystream.policy.expression.Words;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;

/** Reads documents of kind Budget. */
final class BudgetReader {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final String ROLLING = "rolling ";

    private enum Scope {
        USER,
        TEAM,
        TENANT
    }

    private final Expressions expressions;

    BudgetReader(Expressions expressions) {
        this.expressions = expressions;
    }

    Targeted<Budget> read(Fields fields) {
        String name = fields.name();
        var actions = fields.required("actions", fields.someTexts("actions"), List.<Placed>of());
        var who = fields.expression("who", ResultKind.CONDITION, expressions, new Expression.Constant<>(true));
        Unit unit = fields.required("unit", fields.choice("unit", Unit.class), Unit.REQUESTS);
        var limit = fields.expression("limit", ResultKind.AMOUNT, expressions, null);
        Scope scope = fields.choice("scope", Scope.class).orElse(Scope.USER);
        if (scope != Scope.USER) {
            fields.problem("scope", "only user is supported, team and tenant are not supported yet");
        }
        var window = window(fields);
        fields.done();
        var located = List.of(
                new Located(fields.what() + ": who", fields.line("who"), who),
                new Located(fields.what() + ": limit", fields.line("limit"), limit));
        return new Targeted<>(
                fields.what(), fields.line("unit"), new Budget(name, who, unit, window, limit), actions, located);
    }

    private static WindowRule window(Fields fields) {
        String text = fields.text("window").orElse("");
        if (text.equals("month")) {
            return new MonthWindow(zone(fields));
        }
        if (!fields.text("zone").orElse("UTC").equals("UTC")) {
            fields.problem("zone", "goes with window: month only; other windows are aligned to the epoch");
        }
        if (text.equals("rolling") || text.startsWith(ROLLING)) {
            return new RollingWindow(fields.durationIn(
                            "window", text.substring(ROLLING.length() - 1).strip(), SHORTEST, LONGEST)
                    .orElse(SHORTEST));
        }
        return new FixedWindow(
                fields.required("window", fields.optionalDuration("window", SHORTEST, LONGEST), SHORTEST));
    }

    private static ZoneId zone(Fields fields) {
        String zone = fields.text("zone").orElse("UTC");
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            fields.problem("zone", "'" + Words.clean(zone) + "' is not a time zone such as UTC or Europe/Vienna");
            return ZoneOffset.UTC;
        }
        return ZoneId.of(zone);
    }
}
