package io.countersign.policystream.policy.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.runtime.CelEvaluationListener;
import java.util.Collection;
import java.util.Map;

/** Ends an evaluation that takes too many steps or makes too much text; for one evaluation. */
final class Meter implements CelEvaluationListener {
    /** Nodes of the expression that may be evaluated, counted as often as they are. */
    static final int STEPS = 250_000;

    /** Characters and elements that its calls may return in sum. */
    static final long MADE = 4L * 1024 * 1024;

    private int steps;
    private long made;

    @Override
    public void callback(CelExpr node, Object value) {
        steps++;
        if (node.getKind() == Kind.CALL) {
            made += size(value);
        }
        if (steps > STEPS || made > MADE) {
            throw new TooCostly();
        }
    }

    private static long size(Object value) {
        return switch (value) {
            case CharSequence text -> text.length();
            case Collection<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            default -> 1;
        };
    }

    /** Ends the evaluation; no stack is looked at. */
    static final class TooCostly extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooCostly() {
            super("too costly", null, false, false);
        }
    }
}
