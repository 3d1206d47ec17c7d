package io.countersign.wire;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Walks over an Avro body before it is decoded. Avro's decoder believes the lengths that a body claims and allocates them,
 * so thirty bytes can exhaust a process, and it does not mind what follows the record. Here a body passes only if it is
 * one record from its first byte to its last, and takes no more work than its bytes are worth: values of nothing, such as
 * nulls and records of nulls, have no bytes, and a block may claim any number of them.
 */
final class AvroBody {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_VARINT_BITS = 63;

    /** A value that has bytes takes a step for each level of its schema above the last that had some: seldom three. */
    private static final int STEPS_PER_BYTE = 16;

    /** For values without bytes: more than a record of ours could ever have fields. */
    private static final int STEPS_FOR_NOTHING = 10_000;

    private final ByteBuffer body;
    private long stepsLeft;

    private AvroBody(ByteBuffer body) {
        this.body = body;
        this.stepsLeft = STEPS_FOR_NOTHING + (long) STEPS_PER_BYTE * body.remaining();
    }

    /** What is wrong with the body, in words; empty if nothing is. */
    static Optional<String> fault(Schema schema, ByteBuffer body) {
        try {
            new AvroBody(body).walk(schema, 0);
            return body.hasRemaining() ? Optional.of(body.remaining() + " bytes follow the record") : Optional.empty();
        } catch (Fault fault) {
            return Optional.of(fault.getMessage() + " at byte " + body.position());
        }
    }

    private void walk(Schema schema, int depth) throws Fault {
        require(depth <= MAX_DEPTH, "too deep");
        require(stepsLeft-- > 0, "more values than its bytes are worth");
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> skip(1);
            case INT -> requireInt(varint());
            case LONG -> varint();
            case FLOAT -> skip(Float.BYTES);
            case DOUBLE -> skip(Double.BYTES);
            case FIXED -> skip(schema.getFixedSize());
            case STRING, BYTES -> skip(varint());
            case ENUM -> index(schema.getEnumSymbols().size());
            case UNION -> walk(schema.getTypes().get(index(schema.getTypes().size())), depth + 1);
            case ARRAY -> blocks(schema.getElementType(), false, depth + 1);
            case MAP -> blocks(schema.getValueType(), true, depth + 1);
            case RECORD -> {
                for (var field : schema.getFields()) {
                    walk(field.schema(), depth + 1);
                }
            }
        }
    }

    /** Blocks of items up to an empty one; a negative count is followed by the block's length in bytes. */
    private void blocks(Schema item, boolean keyed, int depth) throws Fault {
        for (var count = varint(); count != 0; count = varint()) {
            if (count < 0) {
                var length = varint();
                require(length >= 0 && length <= body.remaining(), "a block of " + length + " bytes");
                count = -count;
            }
            // More items than bytes are a lie, or items of nothing (and -Long.MIN_VALUE is negative).
            require(count > 0 && count <= body.remaining(), "a block of " + count + " items");
            for (var i = 0L; i < count; i++) {
                if (keyed) {
                    skip(varint());
                }
                walk(item, depth);
            }
        }
    }

    private int index(int size) throws Fault {
        var index = varint();
        require(index >= 0 && index < size, "index " + index + " of " + size);
        return (int) index;
    }

    private void skip(long length) throws Fault {
        require(length >= 0 && length <= body.remaining(), "a length of " + length);
        body.position(body.position() + (int) length);
    }

    private long varint() throws Fault {
        var value = 0L;
        for (var shift = 0; shift <= MAX_VARINT_BITS; shift += 7) {
            require(body.hasRemaining(), "the end");
            var next = body.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new Fault("a number without end");
    }

    private static void requireInt(long value) throws Fault {
        require(value == (int) value, "an int of " + value);
    }

    private static void require(boolean condition, String otherwise) throws Fault {
        if (!condition) {
            throw new Fault(otherwise);
        }
    }

    /** Control flow within this class, so it needs no stack trace. */
    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message, null, false, false);
        }
    }
}
