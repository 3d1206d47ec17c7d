package io.countersign.policystream.policy.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableIdent;
import dev.cel.common.ast.CelMutableExpr.CelMutableList;
import dev.cel.common.ast.CelMutableExprConverter;
import dev.cel.common.navigation.CelNavigableMutableAst;
import dev.cel.common.navigation.CelNavigableMutableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes the literals out of an expression, so that all that differ in nothing else can share one program: in the place of
 * each literal is a variable of its type, with a name that nobody can write.
 */
final class Literals {
    /** So many are taken out of one expression; any further ones stay in it. */
    static final int MOST = 10;

    private static final Map<CelConstant.Kind, Kept> KINDS = Map.of(
            CelConstant.Kind.INT64_VALUE, new Kept('i', SimpleType.INT),
            CelConstant.Kind.DOUBLE_VALUE, new Kept('d', SimpleType.DOUBLE),
            CelConstant.Kind.STRING_VALUE, new Kept('s', SimpleType.STRING));

    /** The functions that make a value of a text that is written out: it is made once, and not with each evaluation. */
    private static final Map<String, Kept> MADE = Map.of(
            "timestamp", new Kept('t', SimpleType.TIMESTAMP),
            "duration", new Kept('p', SimpleType.DURATION));

    private final List<Object> values = new ArrayList<>();

    private Literals() {}

    /**
     * An expression without its literals.
     *
     * @param values the literals, as expressions see them
     */
    record Template(CelAbstractSyntaxTree tree, List<Object> values) {}

    private record Kept(char letter, CelType type) {
        String one(int number) {
            return "@" + letter + number;
        }

        String list(int number) {
            return "@" + Character.toUpperCase(letter) + number;
        }
    }

    /** The variables that stand for literals, with their types. */
    static Map<String, CelType> variables() {
        var variables = new HashMap<String, CelType>();
        for (Kept kept : MADE.values()) {
            for (int number = 0; number < MOST; number++) {
                variables.put(kept.one(number), kept.type());
            }
        }
        for (Kept kept : KINDS.values()) {
            for (int number = 0; number < MOST; number++) {
                variables.put(kept.one(number), kept.type());
                variables.put(kept.list(number), ListType.create(kept.type()));
            }
        }
        return variables;
    }

    /** True for a variable that stands for a literal. */
    static boolean isLiteral(String variable) {
        return variable.length() == 3 && variable.charAt(0) == '@';
    }

    /** Which of an expression's literals the variable stands for. */
    static int number(String variable) {
        return variable.charAt(2) - '0';
    }

    /** The literals of a parsed expression, and what is left of it. */
    static Template of(CelAbstractSyntaxTree parsed) {
        var tree = CelMutableAst.fromCelAst(parsed);
        var literals = new Literals();
        var nodes = CelNavigableMutableAst.fromAst(tree).getRoot().allNodes().toList();
        // first what is made of literals, so that these are not taken out by themselves
        nodes.forEach(literals::takeOutMade);
        nodes.forEach(literals::takeOut);
        return new Template(tree.toParsedAst(), List.copyOf(literals.values));
    }

    private void takeOutMade(CelNavigableMutableExpr node) {
        if (values.size() < MOST && node.getKind() == Kind.CALL) {
            var call = node.expr().call();
            var kept = MADE.get(call.function());
            if (kept != null && call.target().isEmpty() && isText(call.args())) {
                made(node.expr()).ifPresent(value -> replace(node.expr(), kept.one(values.size()), value));
            }
        }
    }

    private void takeOut(CelNavigableMutableExpr node) {
        if (values.size() >= MOST) {
            return;
        }
        if (node.getKind() == Kind.LIST) {
            kindOf(node.expr().list()).ifPresent(kind -> {
                var items = node.expr().list().elements().stream()
                        .map(item -> value(item.constant()))
                        .toList();
                replace(node.expr(), Objects.requireNonNull(KINDS.get(kind)).list(values.size()), items);
            });
        } else if (node.getKind() == Kind.CONSTANT && !isTakenOut(node)) {
            var kept = KINDS.get(node.expr().constant().getKind());
            if (kept != null) {
                replace(node.expr(), kept.one(values.size()), value(node.expr().constant()));
            }
        }
    }

    /** An item of a list of literals is taken out with its list. */
    private static boolean isTakenOut(CelNavigableMutableExpr item) {
        return item.parent()
                .map(CelNavigableMutableExpr::expr)
                .filter(list -> list.getKind() == Kind.IDENT
                        || (list.getKind() == Kind.LIST && kindOf(list.list()).isPresent()))
                .isPresent();
    }

    private void replace(CelMutableExpr literal, String variable, Object value) {
        literal.setIdent(CelMutableIdent.create(variable));
        values.add(value);
    }

    private static boolean isText(List<CelMutableExpr> arguments) {
        return arguments.size() == 1
                && arguments.getFirst().getKind() == Kind.CONSTANT
                && arguments.getFirst().constant().getKind() == CelConstant.Kind.STRING_VALUE;
    }

    /** What the call comes to; nothing if it fails, which it then does whenever it is evaluated. */
    private static Optional<Object> made(CelMutableExpr call) {
        try {
            var tree = CelAbstractSyntaxTree.newParsedAst(
                    CelMutableExprConverter.fromMutableExpr(call),
                    CelSource.newBuilder("").build());
            var checked = ExpressionLanguage.CEL.check(tree);
            return checked.hasError()
                    ? Optional.empty()
                    : Optional.of(ExpressionLanguage.CEL
                            .createProgram(checked.getAst())
                            .eval());
        } catch (CelValidationException | CelEvaluationException e) {
            return Optional.empty();
        }
    }

    /** The kind of its items, if all are literals of one kind. */
    private static Optional<CelConstant.Kind> kindOf(CelMutableList list) {
        var kinds = list.elements().stream()
                .map(item -> item.getKind() == Kind.CONSTANT ? item.constant().getKind() : CelConstant.Kind.NOT_SET)
                .distinct()
                .toList();
        return kinds.size() == 1
                        && KINDS.containsKey(kinds.getFirst())
                        && list.optionalIndices().isEmpty()
                ? Optional.of(kinds.getFirst())
                : Optional.empty();
    }

    private static Object value(CelConstant constant) {
        return switch (constant.getKind()) {
            case INT64_VALUE -> constant.int64Value();
            case DOUBLE_VALUE -> constant.doubleValue();
            default -> constant.stringValue();
        };
    }
}
