package io.countersign.policystream.policy.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds out, node by node, what an expression looks at of what was approved before. */
final class Retrospection {
    private static final String INDEX = "_[_]";

    private final Set<String> counters = new LinkedHashSet<>();
    private final Set<String> counts = new LinkedHashSet<>();
    private final Set<String> labels = new LinkedHashSet<>();
    private boolean atAll;
    private int mentions;
    private int named;

    void visit(CelExpr node) {
        if (isVariable(node, "counters")) {
            atAll = true;
            mentions++;
        } else if (isVariable(node, "session")) {
            atAll = true;
        }
        member(node).ifPresent(member -> {
            if (isVariable(member.of(), "counters")) {
                named++;
                counters.add(member.name());
            } else if (isField(member.of(), "counts")) {
                counts.add(member.name());
            }
        });
        if (isCall(node, "@in") && isField(node.call().args().get(1), "labels")) {
            literal(node.call().args().get(0)).ifPresent(labels::add);
        }
    }

    LooksBack found() {
        return atAll ? new LooksBack(counters, counts, labels, true) : LooksBack.NOWHERE;
    }

    /** A counter that is only known at run time could not be checked when the bundle is read. */
    List<String> problems() {
        var problems = new ArrayList<String>();
        if (mentions > named) {
            problems.add("counters are looked at by name, written out as a text: counters['name']");
        }
        return problems;
    }

    private record Member(CelExpr of, String name) {}

    /** {@code of.name} or {@code of['name']}. */
    private static Optional<Member> member(CelExpr node) {
        if (node.getKind() == Kind.SELECT) {
            return Optional.of(new Member(node.select().operand(), node.select().field()));
        }
        return isCall(node, INDEX)
                ? literal(node.call().args().get(1))
                        .map(name -> new Member(node.call().args().get(0), name))
                : Optional.empty();
    }

    private static boolean isField(CelExpr node, String field) {
        return node.getKind() == Kind.SELECT
                && node.select().field().equals(field)
                && isVariable(node.select().operand(), "session");
    }

    private static boolean isVariable(CelExpr node, String name) {
        return node.getKind() == Kind.IDENT && node.ident().name().equals(name);
    }

    private static boolean isCall(CelExpr node, String function) {
        return node.getKind() == Kind.CALL && node.call().function().equals(function);
    }

    private static Optional<String> literal(CelExpr node) {
        return node.getKind() == Kind.CONSTANT && node.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(node.constant().stringValue())
                : Optional.empty();
    }
}
