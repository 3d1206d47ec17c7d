package io.countersign.policystream.policy;

import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.policy.Documents.Located;
import io.countersign.policystream.policy.Documents.Targeted;
import io.countersign.policystream.policy.expression.Expression;
import io.countersign.policystream.policy.expression.Expressions;
import io.countersign.policystream.policy.expression.ResultKind;
import java.util.List;

/** Reads documents of kind Budget. */
final class BudgetReader {
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
        var window = WindowReader.read(fields);
        fields.done();
        var located = List.of(
                new Located(fields.what() + ": who", fields.line("who"), who),
                new Located(fields.what() + ": limit", fields.line("limit"), limit));
        return new Targeted<>(
                fields.what(), fields.line("unit"), new Budget(name, who, unit, window, limit), actions, located);
    }
}
