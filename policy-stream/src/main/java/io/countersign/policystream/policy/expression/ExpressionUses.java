package io.countersign.policystream.policy.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an expression looks at.
 *
 * @param variables which of a question's variables it uses
 * @param assumedParameters paths of parameters that it uses without {@code has()}
 * @param looksBack what it looks at of what was approved before
 * @param problems what it may not do, in words
 */
record ExpressionUses(
        Set<String> variables, Set<List<String>> assumedParameters, LooksBack looksBack, List<String> problems) {
    private static final Set<String> VARIABLES = Set.of(
            "action", "parameters", "model", "inputTokens", "maxTokens", "principal", "session", "counters", "now");

    static ExpressionUses of(CelAbstractSyntaxTree tree) {
        var variables = new LinkedHashSet<String>();
        var used = new LinkedHashSet<List<String>>();
        var guarded = new HashSet<List<String>>();
        var retrospection = new Retrospection();
        var problems = new ArrayList<String>();
        CelNavigableAst.fromAst(tree)
                .getRoot()
                .allNodes()
                .map(CelNavigableExpr::expr)
                .forEach(node -> {
                    retrospection.visit(node);
                    switch (node.getKind()) {
                        case IDENT -> variables.add(node.ident().name());
                        case SELECT -> (node.select().testOnly() ? guarded : used).addAll(paths(node));
                        case CALL -> {
                            used.addAll(paths(node));
                            guarded.addAll(membership(node));
                            problems.addAll(patternProblems(node.call()));
                        }
                        default -> {}
                    }
                });
        problems.addAll(retrospection.problems());
        used.removeAll(guarded);
        variables.retainAll(VARIABLES);
        return new ExpressionUses(variables, used, retrospection.found(), problems);
    }

    private static List<List<String>> paths(CelExpr node) {
        return path(node).filter(path -> !path.isEmpty()).stream().toList();
    }

    /** The path from {@code parameters} to what this node selects, if every step is written out. */
    private static Optional<List<String>> path(CelExpr node) {
        return switch (node.getKind()) {
            case IDENT -> node.ident().name().equals("parameters") ? Optional.of(List.of()) : Optional.empty();
            case SELECT ->
                path(node.select().operand())
                        .map(path -> plus(path, node.select().field()));
            case CALL ->
                node.call().function().equals("_[_]")
                        ? path(node.call().args().get(0))
                                .flatMap(path ->
                                        literal(node.call().args().get(1)).map(step -> plus(path, step)))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** {@code 'name' in parameters} looks first, too. */
    private static List<List<String>> membership(CelExpr node) {
        var call = node.call();
        if (!call.function().equals("@in")) {
            return List.of();
        }
        return path(call.args().get(1))
                .flatMap(path -> literal(call.args().get(0)).map(step -> plus(path, step)))
                .stream()
                .toList();
    }

    /** A pattern that an agent could write would be an agent's program. */
    private static List<String> patternProblems(CelExpr.CelCall call) {
        if (!call.function().equals("matches")) {
            return List.of();
        }
        return literal(call.args().getLast())
                .map(pattern -> SafePattern.problem(pattern).stream().toList())
                .orElse(List.of("the pattern of matches() must be written out as a text"));
    }

    private static Optional<String> literal(CelExpr node) {
        return node.getKind() == Kind.CONSTANT && node.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(node.constant().stringValue())
                : Optional.empty();
    }

    private static List<String> plus(List<String> path, String step) {
        var longer = new ArrayList<>(path);
        longer.add(step);
        return List.copyOf(longer);
    }
}
