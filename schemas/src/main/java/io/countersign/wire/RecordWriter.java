package io.countersign.wire;

import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Writes generated records as Avro. Which branch an optional field takes it sees without looking its type up by name. */
final class RecordWriter extends SpecificDatumWriter<SpecificRecord> {

    RecordWriter(Schema schema) {
        super(schema);
    }

    /** All unions of the contract are of null and one other type; others are resolved as Avro does. */
    @Override
    protected int resolveUnion(Schema union, Object datum) {
        var types = union.getTypes();
        if (types.size() == 2 && types.get(0).getType() == Schema.Type.NULL) {
            return datum == null ? 0 : 1;
        }
        return super.resolveUnion(union, datum);
    }
}
