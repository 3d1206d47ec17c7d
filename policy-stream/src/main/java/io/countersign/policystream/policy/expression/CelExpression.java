package io.countersign.policystream.policy.expression;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A compiled CEL expression whose result must be of one kind: a program that it may share, and its own literals. */
final class CelExpression<T> implements Expression<T> {
    private final CelRuntime.Program program;
    private final Object[] literals;
    private final ResultKind<T> kind;
    private final ExpressionUses uses;

    CelExpression(CelRuntime.Program program, List<Object> literals, ResultKind<T> kind, ExpressionUses uses) {
        this.program = program;
        this.literals = literals.toArray();
        this.kind = kind;
        this.uses = uses;
    }

    @Override
    public Evaluated<T> evaluate(Variables variables) {
        Object result;
        try {
            result = program.trace(
                    name -> Literals.isLiteral(name)
                            ? Optional.of(literals[Literals.number(name)])
                            : variables.find(name),
                    new Meter());
        } catch (CelEvaluationException | RuntimeException e) {
            return new Evaluated.Failed<>(words(e));
        }
        return kind.read(result);
    }

    @Override
    public Set<List<String>> assumedParameters() {
        return uses.assumedParameters();
    }

    @Override
    public LooksBack looksBack() {
        return uses.looksBack();
    }

    private static String words(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Meter.TooCostly) {
                return "it costs more than an expression may";
            }
        }
        var message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return Words.clean(message.replaceFirst("^evaluation error( at <input>:\\d+)?: ", ""));
    }
}
