package io.countersign.wire;

import io.countersign.contract.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
    private static final ConcurrentHashMap<Schema, List<Member>> MEMBERS = new ConcurrentHashMap<>();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private RecordJson() {}

    /** The record's canonical text without the fields named. */
    public static String of(IndexedRecord record, String... leftOut) {
        return bytesOf(record, leftOut).toString();
    }

    /** The same, as what it is hashed and signed in. */
    static JsonBytes bytesOf(IndexedRecord record, String... leftOut) {
        var text = new JsonBytes();
        addRecord(text, record, leftOut);
        return text;
    }

    /**
     * A field of a record.
     *
     * @param before its name as JSON, and a colon
     */
    private record Member(Schema.Field field, byte[] before) {
        static Member of(Schema.Field field) {
            var name = new StringBuilder();
            JsonText.appendString(name, field.name());
            return new Member(field, name.append(':').toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void addRecord(JsonBytes out, IndexedRecord record, String... leftOut) {
        out.add('{');
        var start = out.length();
        for (var member : members(record.getSchema())) {
            var field = member.field();
            var value = record.get(field.pos());
            if (value == null || isIn(leftOut, field.name())) {
                continue;
            }
            if (out.length() > start) {
                out.add(',');
            }
            add(out.add(member.before()), field.schema(), value);
        }
        out.add('}');
    }

    private static void add(JsonBytes out, Schema schema, @Nullable Object value) {
        if (value == null) {
            out.add(NULL);
            return;
        }
        switch (schema.getType()) {
            case RECORD -> addRecord(out, (IndexedRecord) value);
            case UNION -> add(out, branch(schema, value), value);
            case STRING, ENUM -> out.addString(value.toString());
            case INT -> out.addAscii(value.toString());
            case LONG -> addLong(out, schema, value);
            case BOOLEAN -> out.addAscii(value.toString());
            case BYTES -> addBytes(out, (ByteBuffer) value);
            case ARRAY -> addArray(out, schema.getElementType(), (Iterable<?>) value);
            case MAP -> addMap(out, schema.getValueType(), (Map<?, ?>) value);
            case DOUBLE, FLOAT -> addNumber(out, (Number) value);
            case FIXED, NULL -> throw new IllegalArgumentException("the contract has no " + schema.getType());
        }
    }

    private static void addNumber(JsonBytes out, Number value) {
        var text = new StringBuilder();
        JsonText.appendNumber(text, value.doubleValue());
        out.addAscii(text);
    }

    private static void addLong(JsonBytes out, Schema schema, Object value) {
        out.add('"');
        if (schema.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
            var text = new StringBuilder();
            IsoInstant.append(text, value);
            out.addAscii(text);
        } else {
            out.addAscii(((Long) value).toString());
        }
        out.add('"');
    }

    private static void addBytes(JsonBytes out, ByteBuffer value) {
        out.add('"').add(BASE64URL.encode(Bytes.copy(value))).add('"');
    }

    private static void addArray(JsonBytes out, Schema element, Iterable<?> items) {
        out.add('[');
        var start = out.length();
        for (var item : items) {
            if (out.length() > start) {
                out.add(',');
            }
            add(out, element, item);
        }
        out.add(']');
    }

    private static void addMap(JsonBytes out, Schema element, Map<?, ?> map) {
        var sorted = new TreeMap<String, @Nullable Object>();
        map.forEach((key, value) -> sorted.put(key.toString(), value));
        out.add('{');
        var start = out.length();
        for (var entry : sorted.entrySet()) {
            if (out.length() > start) {
                out.add(',');
            }
            out.addString(entry.getKey());
            add(out.add(':'), element, entry.getValue());
        }
        out.add('}');
    }

    /** All unions of the contract are of null and one other type; others are resolved as Avro does. */
    private static Schema branch(Schema union, Object value) {
        var types = union.getTypes();
        if (types.size() == 2 && types.get(0).getType() == Schema.Type.NULL) {
            return types.get(1);
        }
        return types.get(GenericData.get().resolveUnion(union, value));
    }

    /** In the order of their names. */
    private static List<Member> members(Schema schema) {
        var known = MEMBERS.get(schema);
        return known != null
                ? known
                : MEMBERS.computeIfAbsent(
                        schema,
                        key -> key.getFields().stream()
                                .sorted(Comparator.comparing(Schema.Field::name))
                                .map(Member::of)
                                .toList());
    }

    private static boolean isIn(String[] names, String name) {
        return names.length > 0 && Arrays.asList(names).contains(name);
    }
}
