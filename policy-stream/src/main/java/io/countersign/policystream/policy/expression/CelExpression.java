package io.countersign.policystream.policy.expression;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Set;

/** A compiled CEL expression whose result must be of one kind. */
final class CelExpression<T> implements Expression<T> {
    private final CelRuntime.Program program;
    private final ResultKind<T> kind;
    private final Set<List<String>> assumedParameters;
    private final LooksBack looksBack;

    CelExpression(CelRuntime.Program program, ResultKind<T> kind, ExpressionUses uses) {
        this.program = program;
        this.kind = kind;
        this.assumedParameters = Set.copyOf(uses.assumedParameters());
        this.looksBack = uses.looksBack();
    }

    @Override
    public Evaluated<T> evaluate(Variables variables) {
        Object result;
        try {
            result = program.trace(variables::find, new Meter());
        } catch (CelEvaluationException | RuntimeException e) {
            return new Evaluated.Failed<>(words(e));
        }
        return kind.read(result);
    }

    @Override
    public Set<List<String>> assumedParameters() {
        return assumedParameters;
    }

    @Override
    public LooksBack looksBack() {
        return looksBack;
    }

    private static String words(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Meter.TooCostly) {
                return "it costs more than an expression may";
            }
        }
        var message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return Words.clean(message.replaceFirst("^evaluation error at <input>:\\d+: ", ""));
    }
}
