package io.countersign.policystream.policy;

import io.countersign.policystream.policy.Documents.Located;
import io.countersign.policystream.policy.Documents.Targeted;
import io.countersign.policystream.policy.expression.Expression;
import io.countersign.policystream.policy.expression.Expressions;
import io.countersign.policystream.policy.expression.ResultKind;
import java.math.BigDecimal;
import java.util.List;

/** Reads documents of kind Counter. */
final class CounterReader {
    private final Expressions expressions;

    CounterReader(Expressions expressions) {
        this.expressions = expressions;
    }

    Targeted<Counter> read(Fields fields) {
        String name = fields.name();
        var actions = fields.required("actions", fields.someTexts("actions"), List.<Placed>of());
        var key = fields.expression("key", ResultKind.KEY, expressions, new Expression.Constant<>(""));
        var add = fields.expression("add", ResultKind.ADDITION, expressions, new Expression.Constant<>(BigDecimal.ONE));
        var window = WindowReader.read(fields);
        fields.done();
        looksAtTheIntentAlone(fields, "key", key);
        looksAtTheIntentAlone(fields, "add", add);
        var located = List.of(
                new Located(fields.what() + ": key", fields.line("key"), key),
                new Located(fields.what() + ": add", fields.line("add"), add));
        var counter = new Counter(name, key, fields.has("key"), add, window);
        return new Targeted<>(fields.what(), fields.line(), counter, actions, located);
    }

    /** What was approved before must not count itself, once more with each intent. */
    private static void looksAtTheIntentAlone(Fields fields, String field, Expression<?> expression) {
        if (expression.looksBack().atAll()) {
            fields.problem(field, "may not look at counters, session.labels or session.counts");
        }
    }
}
