package io.countersign.policystream.policy;

import io.countersign.policystream.budget.FixedWindow;
import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.policy.Documents.Located;
import io.countersign.policystream.policy.Documents.Targeted;
import io.countersign.policystream.policy.expression.Expression;
import io.countersign.policystream.policy.expression.Expressions;
import io.countersign.policystream.policy.expression.ResultKind;
import io.countersign.policystream.policy.expression.Words;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Reads documents of kind Budget. */
final class BudgetReader {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Set<Unit> UNITS = EnumSet.of(Unit.TOKENS, Unit.REQUESTS);

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
        if (!UNITS.contains(unit)) {
            fields.problem("unit", unit.text() + " is not supported yet");
        }
        var limit = fields.expression("limit", ResultKind.AMOUNT, expressions, null);
        Scope scope = fields.choice("scope", Scope.class).orElse(Scope.USER);
        if (scope != Scope.USER) {
            fields.problem("scope", "only user is supported, team and tenant are not supported yet");
        }
        var window = new FixedWindow(window(fields));
        if (!fields.text("zone").orElse("UTC").equals("UTC")) {
            fields.problem("zone", "only UTC is supported, other zones are not supported yet");
        }
        fields.done();
        var located = List.of(
                new Located(fields.what() + ": who", fields.line("who"), who),
                new Located(fields.what() + ": limit", fields.line("limit"), limit));
        return new Targeted<>(
                fields.what(), fields.line(), new Budget(name, who, unit, window, limit), actions, located);
    }

    private static Duration window(Fields fields) {
        String text = fields.text("window").orElse("");
        if (text.equals("month") || text.equals("rolling") || text.startsWith("rolling ")) {
            fields.problem("window", "'" + Words.clean(text) + "' is not supported yet, only windows of one duration");
            return SHORTEST;
        }
        return fields.required("window", fields.optionalDuration("window", SHORTEST, LONGEST), SHORTEST);
    }
}
