package io.countersign.policystream.policy.expression;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.ast.CelExpr;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the expressions of one bundle are made of, each part once: most look at the same variables in the same places, and
 * the same is known of their parts' types and functions.
 */
final class Parts {
    /** Of larger expressions nothing is shared: a part is compared as a whole, on each level of nesting. */
    private static final int LARGEST = 200;

    /** What is told of a failed evaluation does not say where in the expression it was. */
    private static final CelSource NOWHERE = CelSource.newBuilder("").build();

    private final Map<Object, Object> known = new HashMap<>();

    /** The first one that was equal. */
    @SuppressWarnings("unchecked") // what is equal is of one type
    <T> T once(T part) {
        return (T) known.computeIfAbsent(part, first -> first);
    }

    /** The same checked expression, of parts that are known already as far as there are any. */
    CelAbstractSyntaxTree of(CelAbstractSyntaxTree checked) {
        return checked.getTypeMap().size() > LARGEST
                ? checked
                : CelAbstractSyntaxTree.newCheckedAst(
                        of(checked.getExpr()), NOWHERE, of(checked.getReferenceMap()), of(checked.getTypeMap()));
    }

    private <K, V> ImmutableMap<K, V> of(ImmutableMap<K, V> map) {
        var same = ImmutableMap.<K, V>builderWithExpectedSize(map.size());
        map.forEach((key, value) -> same.put(once(key), once(value)));
        return once(same.buildOrThrow());
    }

    private CelExpr of(CelExpr node) {
        return once(
                switch (node.getKind()) {
                    case SELECT -> {
                        var select = node.select();
                        yield CelExpr.ofSelect(
                                node.id(), of(select.operand()), once(select.field()), select.testOnly());
                    }
                    case CALL -> {
                        var call = node.call();
                        yield CelExpr.ofCall(
                                node.id(), call.target().map(this::of), once(call.function()), of(call.args()));
                    }
                    case LIST ->
                        CelExpr.ofList(
                                node.id(),
                                of(node.list().elements()),
                                node.list().optionalIndices());
                    default -> node;
                });
    }

    private ImmutableList<CelExpr> of(List<CelExpr> nodes) {
        return nodes.stream().map(this::of).collect(ImmutableList.toImmutableList());
    }
}
