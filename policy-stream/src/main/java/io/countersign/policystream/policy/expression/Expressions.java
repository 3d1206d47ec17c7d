package io.countersign.policystream.policy.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.runtime.CelEvaluationException;
import io.countersign.policystream.policy.yaml.Findings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Compiles the expressions of one bundle, each text once, and reports what is wrong with them. */
public final class Expressions {
    private record Key(String source, String kind) {}

    private static final Variables NOTHING = name -> Optional.empty();

    /** Characters of an expression that is repeated in its problem. */
    private static final int SHOWN = 200;

    private final Findings findings;
    private final Map<Key, Expression<?>> compiled = new HashMap<>();

    public Expressions(Findings findings) {
        this.findings = findings;
    }

    /** The compiled expression; a placeholder after a problem. {@code what} says where it stands, such as "rule a: when". */
    @SuppressWarnings("unchecked") // the key names the kind, and there is one kind of each name
    public <T> Expression<T> compile(String what, int line, String source, ResultKind<T> kind) {
        var key = new Key(source, kind.words());
        var known = compiled.get(key);
        if (known != null) {
            return (Expression<T>) known;
        }
        int problems = findings.problemCount();
        var expression = fresh(what, line, source, kind);
        if (findings.problemCount() == problems) {
            compiled.put(key, expression);
        }
        return expression;
    }

    private <T> Expression<T> fresh(String what, int line, String source, ResultKind<T> kind) {
        var placeholder = new Expression.Constant<>(kind.placeholder());
        if (source.isBlank()) {
            findings.problem(line, what + ": the expression is empty");
            return placeholder;
        }
        CelValidationResult result = ExpressionLanguage.CEL.compile(source);
        for (CelIssue issue : result.getErrors()) {
            report(what, line, source, issue);
        }
        if (result.hasError()) {
            return placeholder;
        }
        try {
            return checked(what, line, result.getAst(), kind);
        } catch (CelValidationException | CelEvaluationException e) {
            findings.problem(line, what + ": " + e.getMessage());
            return placeholder;
        }
    }

    private <T> Expression<T> checked(String what, int line, CelAbstractSyntaxTree tree, ResultKind<T> kind)
            throws CelEvaluationException {
        boolean fits = kind.types().contains(tree.getResultType());
        if (!fits) {
            findings.problem(
                    line,
                    what + ": must come to " + kind.words() + ", not to "
                            + tree.getResultType().name());
        }
        var uses = ExpressionUses.of(tree);
        for (String problem : uses.problems()) {
            findings.problem(line, what + ": " + problem);
        }
        var expression = new CelExpression<>(ExpressionLanguage.CEL.createProgram(tree), kind, uses);
        return fits && uses.variables().isEmpty() ? constant(what, line, expression, kind) : expression;
    }

    /** What looks at nothing always comes to the same, which can be seen now. */
    private <T> Expression<T> constant(String what, int line, CelExpression<T> expression, ResultKind<T> kind) {
        return switch (expression.evaluate(NOTHING)) {
            case Evaluated.Is<T>(T value) -> new Expression.Constant<>(value);
            case Evaluated.Failed<T>(String why) -> {
                findings.problem(line, what + ": " + why);
                yield new Expression.Constant<>(kind.placeholder());
            }
        };
    }

    private void report(String what, int line, String source, CelIssue issue) {
        int offset = Math.max(0, issue.getSourceLocation().getLine() - 1);
        int column = issue.getSourceLocation().getColumn() + 1;
        String shown = source.length() > SHOWN ? "" : " in \"" + source.strip() + "\"";
        findings.problem(
                line + offset,
                Words.clean(what + ": " + Mistake.of(issue.getMessage()) + ", at column " + column + shown));
    }
}
