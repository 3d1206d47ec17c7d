package io.countersign.policystream.policy.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.navigation.CelNavigableAst;
import java.util.List;

/**
 * How large what is compiled of one bundle becomes, in parts of some 300 bytes, counted before it is compiled: a bundle of
 * 16 MiB could fill any memory. A node of a program is a part; so are an expression, ten items of literal lists, half a
 * value of a schema, and 200 characters of the bundle.
 */
public final class CompiledSize {
    /** Three bundles of this size, and the text of one, fit the smallest memory that policy-stream is run with, 256 MB. */
    public static final int MOST = 100_000;

    private static final int ITEMS = 10;
    private static final int CHARACTERS = 200;
    private static final int PARTS_OF_A_SCHEMAS_VALUE = 2;

    private long parts;

    /** What is wrong with a bundle that is larger. */
    public static String tooLarge(String what) {
        return what + ": with it, what is compiled of the bundle has more than " + MOST
                + " parts, which is more than there is room for";
    }

    /** True once there is no more room. */
    public boolean exceeded() {
        return parts > MOST;
    }

    /** Adds the text of the bundle itself, which alone never is too much. */
    public void addText(int characters) {
        parts += characters / CHARACTERS;
    }

    /** Adds the values of a schema; false if there is no room for them. */
    public boolean addSchema(long values) {
        return add(values * PARTS_OF_A_SCHEMAS_VALUE);
    }

    /** Adds an expression whose program is there already. */
    boolean add(List<Object> literals) {
        long items = literals.stream()
                .mapToLong(literal -> literal instanceof List<?> list ? list.size() : 0)
                .sum();
        return add(1 + items / ITEMS);
    }

    /** Adds a program. */
    boolean add(CelAbstractSyntaxTree tree) {
        return add(CelNavigableAst.fromAst(tree).getRoot().allNodes().count());
    }

    private boolean add(long more) {
        parts += more;
        return !exceeded();
    }
}
