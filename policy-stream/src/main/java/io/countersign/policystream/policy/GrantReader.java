package io.countersign.policystream.policy;

import io.countersign.policystream.policy.Documents.Located;
import io.countersign.policystream.policy.Documents.Targeted;
import io.countersign.policystream.policy.Grant.SessionNeed;
import io.countersign.policystream.policy.expression.Expression;
import io.countersign.policystream.policy.expression.Expressions;
import io.countersign.policystream.policy.expression.ResultKind;
import java.util.List;

/** Reads documents of kind Grant. */
final class GrantReader {
    private enum SessionField {
        REQUIRED,
        OPTIONAL
    }

    private final Expressions expressions;

    GrantReader(Expressions expressions) {
        this.expressions = expressions;
    }

    Targeted<Grant> read(Fields fields) {
        String name = fields.name();
        var actions = fields.required("actions", fields.someTexts("actions"), List.<Placed>of());
        var who = fields.expression("who", ResultKind.CONDITION, expressions, null);
        var when = fields.expression("when", ResultKind.CONDITION, expressions, new Expression.Constant<>(true));
        var need = fields.choice("session", SessionField.class)
                .map(choice -> choice == SessionField.REQUIRED ? SessionNeed.REQUIRED : SessionNeed.OPTIONAL)
                .orElse(fields.has("session") ? SessionNeed.OPTIONAL : SessionNeed.BY_EFFECT);
        fields.done();
        var located = List.of(
                new Located(fields.what() + ": who", fields.line("who"), who),
                new Located(fields.what() + ": when", fields.line("when"), when));
        return new Targeted<>(
                fields.what(), fields.line("session"), new Grant(name, who, when, need), actions, located);
    }
}
