package io.countersign.policystream.policy.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import io.countersign.policystream.policy.yaml.Findings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the expressions of one bundle, each text once, and reports what is wrong with them. Those that differ in their
 * literals only share one program: thousands of rules are mostly made of a few.
 */
public final class Expressions {
    private record Key(String source, String kind) {}

    /** @param type what it comes to */
    private record Program(CelType type, CelRuntime.Program runtime) {}

    private static final Variables NOTHING = name -> Optional.empty();

    /** Characters of an expression that is repeated in its problem. */
    private static final int SHOWN = 200;

    private final Findings findings;
    private final CompiledSize size;
    private final Map<Key, Expression<?>> compiled = new HashMap<>();
    private final Map<CelExpr, Program> programs = new HashMap<>();
    private final Parts parts = new Parts();

    public Expressions(Findings findings) {
        this(findings, new CompiledSize());
    }

    /** @param size is added to */
    public Expressions(Findings findings, CompiledSize size) {
        this.findings = findings;
        this.size = size;
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
        if (size.exceeded()) {
            // it has been told, and there is no use in compiling on
            return placeholder;
        }
        try {
            var parsed = ExpressionLanguage.CEL.parse(source);
            var template = parsed.hasError() ? null : Literals.of(parsed.getAst());
            if (template != null && !hasRoom(template)) {
                findings.problem(line, CompiledSize.tooLarge(what));
                return placeholder;
            }
            var program = template == null ? null : program(template.tree());
            if (template == null || program == null) {
                report(what, line, source);
                return placeholder;
            }
            return checked(what, line, kind, program, template.values(), ExpressionUses.of(parsed.getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
            findings.problem(line, what + ": " + e.getMessage());
            return placeholder;
        }
    }

    private boolean hasRoom(Literals.Template template) {
        boolean shared = programs.containsKey(template.tree().getExpr());
        return size.add(template.values()) && (shared || size.add(template.tree()));
    }

    /** The program of an expression without its literals; null if it has none. */
    private @Nullable Program program(CelAbstractSyntaxTree tree)
            throws CelValidationException, CelEvaluationException {
        var known = programs.get(tree.getExpr());
        if (known != null) {
            return known;
        }
        var result = ExpressionLanguage.CEL.check(tree);
        if (result.hasError()) {
            return null;
        }
        var checked = result.getAst();
        var program = new Program(checked.getResultType(), ExpressionLanguage.CEL.createProgram(parts.of(checked)));
        programs.put(tree.getExpr(), program);
        return program;
    }

    private <T> Expression<T> checked(
            String what, int line, ResultKind<T> kind, Program program, List<Object> literals, ExpressionUses uses) {
        boolean fits = kind.types().contains(program.type());
        if (!fits) {
            findings.problem(
                    line,
                    what + ": must come to " + kind.words() + ", not to "
                            + program.type().name());
        }
        for (String problem : uses.problems()) {
            findings.problem(line, what + ": " + problem);
        }
        var expression = new CelExpression<>(
                program.runtime(), literals.stream().map(parts::once).toList(), kind, parts.once(uses));
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

    /** Compiled as it is written, so that it says what is wrong in its own words. */
    private void report(String what, int line, String source) {
        for (CelIssue issue : ExpressionLanguage.CEL.compile(source).getErrors()) {
            report(what, line, source, issue);
        }
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
