package io.countersign.wire;

import io.countersign.contract.JsonText;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The one encoding of a record that hashes and signatures cover: RFC 8785 JSON of the fields of its schema, nulls left
 * out, {@code int} as number, {@code long} as decimal string, instants in ISO 8601 UTC with milliseconds, enums by name,
 * bytes as base64url without padding. Works alike for generated and for generic records.
 */
public final class RecordJson {
    private static final ConcurrentHashMap<Schema, List<Schema.Field>> SORTED = new ConcurrentHashMap<>();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private RecordJson() {}

    /** The record's canonical text without the fields named. */
    public static String of(IndexedRecord record, String... leftOut) {
        var text = new StringBuilder(1024);
        appendRecord(text, record, leftOut);
        return text.toString();
    }

    private static void appendRecord(StringBuilder out, IndexedRecord record, String... leftOut) {
        out.append('{');
        var start = out.length();
        for (var field : sortedFields(record.getSchema())) {
            var value = record.get(field.pos());
            if (value == null || isIn(leftOut, field.name())) {
                continue;
            }
            if (out.length() > start) {
                out.append(',');
            }
            JsonText.appendString(out, field.name());
            append(out.append(':'), field.schema(), value);
        }
        out.append('}');
    }

    private static void append(StringBuilder out, Schema schema, @Nullable Object value) {
        if (value == null) {
            out.append("null");
            return;
        }
        switch (schema.getType()) {
            case RECORD -> appendRecord(out, (IndexedRecord) value);
            case UNION -> append(out, branch(schema, value), value);
            case STRING, ENUM -> JsonText.appendString(out, value.toString());
            case INT -> out.append(((Integer) value).intValue());
            case LONG -> appendLong(out, schema, value);
            case BOOLEAN -> out.append(((Boolean) value).booleanValue());
            case BYTES -> appendBytes(out, (ByteBuffer) value);
            case ARRAY -> appendArray(out, schema.getElementType(), (Iterable<?>) value);
            case MAP -> appendMap(out, schema.getValueType(), (Map<?, ?>) value);
            case DOUBLE, FLOAT -> JsonText.appendNumber(out, ((Number) value).doubleValue());
            case FIXED, NULL -> throw new IllegalArgumentException("the contract has no " + schema.getType());
        }
    }

    private static void appendLong(StringBuilder out, Schema schema, Object value) {
        out.append('"');
        if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
            IsoInstant.append(out, value);
        } else {
            out.append(((Long) value).longValue());
        }
        out.append('"');
    }

    private static void appendBytes(StringBuilder out, ByteBuffer value) {
        out.append('"').append(BASE64URL.encodeToString(Bytes.copy(value))).append('"');
    }

    private static void appendArray(StringBuilder out, Schema element, Iterable<?> items) {
        out.append('[');
        var separator = "";
        for (var item : items) {
            append(out.append(separator), element, item);
            separator = ",";
        }
        out.append(']');
    }

    private static void appendMap(StringBuilder out, Schema element, Map<?, ?> map) {
        var sorted = new TreeMap<String, @Nullable Object>();
        map.forEach((key, value) -> sorted.put(key.toString(), value));
        out.append('{');
        var separator = "";
        for (var entry : sorted.entrySet()) {
            JsonText.appendString(out.append(separator), entry.getKey());
            append(out.append(':'), element, entry.getValue());
            separator = ",";
        }
        out.append('}');
    }

    /** All unions of the contract are of null and one other type; others are resolved as Avro does. */
    private static Schema branch(Schema union, Object value) {
        var types = union.getTypes();
        if (types.size() == 2 && types.get(0).getType() == Schema.Type.NULL) {
            return types.get(1);
        }
        return types.get(GenericData.get().resolveUnion(union, value));
    }

    private static List<Schema.Field> sortedFields(Schema schema) {
        return SORTED.computeIfAbsent(
                schema,
                key -> key.getFields().stream()
                        .sorted(Comparator.comparing(Schema.Field::name))
                        .toList());
    }

    private static boolean isIn(String[] names, String name) {
        return names.length > 0 && Arrays.asList(names).contains(name);
    }
}
