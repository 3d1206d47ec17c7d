package io.countersign.policystream.policy.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.countersign.contract.Limits;
import io.countersign.contract.Sha256;
import java.math.BigDecimal;
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

    /** What one intent adds to a counter: a number from 0 to 2^53 - 1, as people write it. */
    public static final ResultKind<BigDecimal> ADDITION = new ResultKind<>(
            "a number",
            Set.of(SimpleType.INT, SimpleType.DOUBLE, SimpleType.DYN),
            BigDecimal.ONE,
            ResultKind::addition);

    /** What a counter is divided by: a text, a number or a truth value, of which equal ones share a sum. */
    public static final ResultKind<String> KEY = new ResultKind<>(
            "a text, a number, or true or false",
            Set.of(SimpleType.STRING, SimpleType.INT, SimpleType.DOUBLE, SimpleType.BOOL, SimpleType.DYN),
            "",
            ResultKind::key);

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

    private static Evaluated<BigDecimal> addition(Object result) {
        return switch (result) {
            case Long whole -> inRange(whole).map(BigDecimal::valueOf);
            case Double real
            when real >= 0 && real <= Limits.EXACT_INTEGER -> new Evaluated.Is<>(BigDecimal.valueOf(real));
            case Double real -> new Evaluated.Failed<>("it must be from 0 to 2^53 - 1, not " + NumberText.of(real));
            default -> other("a number", result);
        };
    }

    /** Hashed, so that its size is known, and nothing that an intent says is kept in a key. */
    private static Evaluated<String> key(Object result) {
        return switch (result) {
            case String text -> new Evaluated.Is<>(Sha256.hex(text));
            case Boolean truth -> new Evaluated.Is<>(Sha256.hex(ValueText.of(truth)));
            case Long whole -> new Evaluated.Is<>(Sha256.hex(ValueText.of(whole)));
            case Double real when Double.isFinite(real) -> new Evaluated.Is<>(Sha256.hex(ValueText.of(real)));
            default -> other("a text, a number, or true or false", result);
        };
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
