package io.countersign.policystream.policy.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.countersign.contract.Limits;
import java.util.Set;
import java.util.function.Function;

/**
 * What an expression must come to.
 *
 * @param words the kind in words, with its article
 * @param types what the type checker may find; {@code dyn} is looked at when it is evaluated
 * @param placeholder stands in for an expression that did not compile, until the bundle is refused
 */
public record ResultKind<T>(String words, Set<CelType> types, T placeholder, Function<Object, Evaluated<T>> reader) {

    /** True or false. */
    public static final ResultKind<Boolean> CONDITION =
            new ResultKind<>("true or false", Set.of(SimpleType.BOOL, SimpleType.DYN), false, ResultKind::condition);

    /** Words for a person, on one line, shortened to what a person reads. */
    public static final ResultKind<String> WORDING =
            new ResultKind<>("a text", Set.of(SimpleType.STRING, SimpleType.DYN), "", ResultKind::wording);

    /** A whole number from 0 to 2^53 - 1. */
    public static final ResultKind<Long> AMOUNT =
            new ResultKind<>("a whole number", Set.of(SimpleType.INT, SimpleType.DYN), 0L, ResultKind::amount);

    Evaluated<T> read(Object result) {
        return reader.apply(result);
    }

    private static Evaluated<Boolean> condition(Object result) {
        return result instanceof Boolean truth ? new Evaluated.Is<>(truth) : other("true or false", result);
    }

    private static Evaluated<String> wording(Object result) {
        return result instanceof String text ? new Evaluated.Is<>(Words.clean(text)) : other("a text", result);
    }

    private static Evaluated<Long> amount(Object result) {
        if (result instanceof Long amount) {
            return inRange(amount);
        }
        if (result instanceof Double amount
                && amount == Math.rint(amount)
                && Math.abs(amount) <= Limits.EXACT_INTEGER) {
            return inRange(amount.longValue());
        }
        return other("a whole number", result);
    }

    private static Evaluated<Long> inRange(long amount) {
        return amount >= 0 && amount <= Limits.EXACT_INTEGER
                ? new Evaluated.Is<>(amount)
                : new Evaluated.Failed<>("it must be from 0 to 2^53 - 1, not " + amount);
    }

    private static <T> Evaluated<T> other(String expected, Object result) {
        return new Evaluated.Failed<>("it must come to " + expected + ", not to " + Words.kind(result));
    }
}
