package io.countersign.policystream.policy;

import io.countersign.contract.ActionName;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Limits;
import io.countersign.contract.MalformedJson;
import io.countersign.policystream.policy.Answer.Occasion;
import io.countersign.policystream.policy.Documents.Located;
import io.countersign.policystream.policy.Documents.Targeted;
import io.countersign.policystream.policy.expression.Expressions;
import io.countersign.policystream.policy.expression.ResultKind;
import io.countersign.policystream.policy.yaml.Value;
import io.countersign.policystream.policy.yaml.Value.Scalar;
import io.countersign.policystream.policy.yaml.Value.Type;
import io.countersign.policystream.policy.yaml.ValueJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads documents of kind Answer. */
final class AnswerReader {
    private final Expressions expressions;
    private final Map<String, Integer> ofAction = new HashMap<>();

    AnswerReader(Expressions expressions) {
        this.expressions = expressions;
    }

    Targeted<Answer> read(Fields fields) {
        String action = action(fields);
        String name = name(fields, action);
        var match = fields.expression("match", ResultKind.CONDITION, expressions, null);
        var occasion = fields.choice("on", Occasion.class).orElse(Occasion.REQUEST);
        var answer = new Answer(occasion, match, new PreparedAnswer(name, result(fields)));
        fields.done();
        var located = List.of(new Located(fields.what() + ": match", fields.line("match"), match));
        var target = action.isEmpty() ? List.<Placed>of() : List.of(new Placed(fields.line("action"), action));
        return new Targeted<>(fields.what(), fields.line("action"), answer, target, located);
    }

    /** One action, and no glob: what is answered in its place has to fit it. Empty after a problem. */
    private static String action(Fields fields) {
        String action = fields.requiredText("action");
        if (!action.isBlank() && !ActionName.isValid(action)) {
            fields.problem("action", "'" + action + "' must be the name of one action");
            return "";
        }
        return action.strip();
    }

    /** No document can be called like one without a name: names have no slash. */
    private String name(Fields fields, String action) {
        int place = ofAction.merge(action, 1, Integer::sum);
        return fields.value("name").map(given -> fields.name()).orElse(action + "/" + place);
    }

    private static String result(Fields fields) {
        fields.demand("result");
        Value value = fields.value("result").orElse(null);
        if (value == null) {
            return "{}";
        }
        if (value instanceof Scalar scalar && scalar.type() == Type.NULL) {
            fields.problem("result", "must not be nothing: it would be taken for none");
        }
        try {
            String text = CanonicalJson.write(ValueJson.read(value));
            if (Limits.exceeds(text, Limits.RESULT_BYTES)) {
                fields.problem("result", "must be " + Limits.RESULT_BYTES + " bytes at most");
            }
            return text;
        } catch (MalformedJson e) {
            fields.problem("result", "no JSON can say it: " + e.getMessage());
            return "{}";
        }
    }
}
