package io.countersign.wire;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * How much of a schema there is once each name in it is written out, as Avro's decoder does before it reads anything: thirty
 * records of two fields each, every one of the next, are a short text and fill any memory.
 */
final class SchemaSize {
    /** Some hundred times the largest record of the contract. */
    static final int MOST = 20_000;

    private final Map<String, Long> known = new HashMap<>();

    private SchemaSize() {}

    static boolean isBounded(Schema schema) {
        return new SchemaSize().of(schema) <= MOST;
    }

    private long of(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> ofRecord(schema);
            case ARRAY -> 1 + of(schema.getElementType());
            case MAP -> 1 + of(schema.getValueType());
            case UNION -> 1 + sum(schema.getTypes());
            default -> 1;
        };
    }

    private long ofRecord(Schema schema) {
        var before = known.get(schema.getFullName());
        if (before != null) {
            return before;
        }
        // Within itself it is a name only.
        known.put(schema.getFullName(), 1L);
        var size = 1 + sum(schema.getFields().stream().map(Schema.Field::schema).toList());
        known.put(schema.getFullName(), size);
        return size;
    }

    private long sum(Iterable<Schema> parts) {
        var sum = 0L;
        for (var part : parts) {
            sum = Math.min(sum + of(part), Integer.MAX_VALUE);
        }
        return sum;
    }
}
