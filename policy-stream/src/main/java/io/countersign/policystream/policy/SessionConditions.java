package io.countersign.policystream.policy;

import io.countersign.policystream.policy.expression.Evaluated;
import io.countersign.policystream.policy.expression.Expression;
import io.countersign.policystream.policy.expression.Expressions;
import io.countersign.policystream.policy.expression.ResultKind;
import io.countersign.policystream.policy.expression.Variables;
import io.countersign.policystream.policy.yaml.Findings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of sessions, compiled: compiling one takes a hundred times as long as evaluating it. It keeps those that
 * were used last. Thread-safe.
 */
final class SessionConditions {
    /** Characters of what is kept; what is compiled is some hundred times as large. */
    static final int KEPT = 256 * 1024;

    /** A text that does not compile has a problem instead of a value. */
    private record Compiled(
            Expression<Boolean> condition, @Nullable String problem) {}

    private final Map<String, Compiled> byText = new LinkedHashMap<>(16, 0.75f, true);
    private int length;

    Evaluated<Boolean> evaluate(String text, Variables variables) {
        var compiled = kept(text);
        if (compiled == null) {
            compiled = compile(text);
            keep(text, compiled);
        }
        return compiled.problem == null
                ? compiled.condition.evaluate(variables)
                : new Evaluated.Failed<>(compiled.problem);
    }

    /** How many are kept. */
    synchronized int size() {
        return byText.size();
    }

    private synchronized @Nullable Compiled kept(String text) {
        return byText.get(text);
    }

    private synchronized void keep(String text, Compiled compiled) {
        if (byText.put(text, compiled) == null) {
            length += text.length();
        }
        var eldest = byText.keySet().iterator();
        while (length > KEPT && eldest.hasNext()) {
            length -= eldest.next().length();
            eldest.remove();
        }
    }

    /** Sessions are checked when they are opened: a problem here is one that an older version did not see. */
    private static Compiled compile(String text) {
        var findings = new Findings();
        var condition = new Expressions(findings).compile("when", 1, text, ResultKind.CONDITION);
        return new Compiled(
                condition,
                findings.clean() ? null : findings.problems().getFirst().message());
    }
}
