package io.countersign.policystream.stream.layout;

import io.countersign.policystream.budget.Prices;
import io.countersign.policystream.budget.Tariff;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values of any record from a seed. It knows of every component that there is, also of those that nobody has thought of
 * here: one that is added is filled too, and one of a type that it does not know is an error.
 */
final class Arbitrary {
    private static final long EXACT = 1L << 53;
    private static final List<String> TEXTS =
            List.of("", "bot", "orders.refund", "support", "Grüße, 東京, 🦉", "{\"amount\":99.90,\"order\":\"A1\"}");

    /** Which optional components there are. */
    enum Optionals {
        ALL,
        NONE,
        SOME
    }

    private final Random random;
    private final Optionals optionals;

    Arbitrary(long seed, Optionals optionals) {
        this.random = new Random(seed);
        this.optionals = optionals;
    }

    <T> T of(Class<T> type) {
        if (type.isSealed()) {
            return type.cast(of(one(List.of(type.getPermittedSubclasses()))));
        }
        var components = type.getRecordComponents();
        var values = Arrays.stream(components).map(this::component).toArray();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("cannot make " + type, e);
        }
    }

    private @Nullable Object component(RecordComponent component) {
        var type = component.getAnnotatedType();
        if (isOptional(type) && isAbsent()) {
            return null;
        }
        if (component.getDeclaringRecord() == Prices.class) {
            return random.nextLong(EXACT);
        }
        if (component.getDeclaringRecord() == Tariff.class) {
            return Stream.generate(() -> of(Tariff.Rate.class))
                    .limit(1 + random.nextInt(3))
                    .toList();
        }
        return value(type);
    }

    static boolean isOptional(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private boolean isAbsent() {
        return optionals == Optionals.NONE || (optionals == Optionals.SOME && random.nextBoolean());
    }

    private Object value(AnnotatedType annotated) {
        var type = annotated.getType();
        if (type instanceof ParameterizedType generic) {
            var arguments = ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments();
            return generic.getRawType() == List.class ? list(arguments[0]) : map(arguments[1]);
        }
        return simple((Class<?>) type);
    }

    private Object simple(Class<?> type) {
        if (type == String.class) {
            return text();
        } else if (type == long.class || type == Long.class) {
            return one(List.of(0L, 1L, random.nextLong(EXACT), random.nextLong(), Long.MAX_VALUE, Long.MIN_VALUE));
        } else if (type == int.class || type == Integer.class) {
            return one(List.of(1, 2, 1 + random.nextInt(1_000), Integer.MAX_VALUE));
        } else if (type == boolean.class || type == Boolean.class) {
            return random.nextBoolean();
        } else if (type == Instant.class) {
            return Instant.ofEpochMilli(one(List.of(0L, -1L, random.nextLong(EXACT))));
        } else if (type == Duration.class) {
            return Duration.ofMillis(1 + random.nextLong(Duration.ofDays(366).toMillis()));
        } else if (type == BigDecimal.class) {
            return new BigDecimal(new BigInteger(random.nextInt(100), random), random.nextInt(-20, 330));
        } else if (type == byte[].class) {
            var bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            return bytes;
        } else if (type.isEnum()) {
            return one(List.of(type.getEnumConstants()));
        } else if (type.isRecord() || type.isSealed()) {
            return of(type);
        }
        throw new AssertionError("no values are known of " + type);
    }

    private String text() {
        return switch (random.nextInt(4)) {
            case 0 -> new UUID(random.nextLong(), random.nextLong()).toString();
            case 1 -> "%064x".formatted(new BigInteger(256, random));
            default -> one(TEXTS) + random.nextInt(1_000);
        };
    }

    private List<Object> list(AnnotatedType element) {
        return IntStream.range(0, size()).mapToObj(any -> value(element)).toList();
    }

    private Map<String, Object> map(AnnotatedType value) {
        var map = new HashMap<String, Object>();
        new ArrayList<>(list(value)).forEach(each -> map.put(text(), each));
        return map;
    }

    /** What is there may be empty, and is not where everything shall be there. */
    private int size() {
        return optionals == Optionals.ALL ? 1 + random.nextInt(3) : random.nextInt(4);
    }

    private <E> E one(List<E> all) {
        return all.get(random.nextInt(all.size()));
    }
}
