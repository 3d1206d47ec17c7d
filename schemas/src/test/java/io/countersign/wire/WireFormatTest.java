package io.countersign.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.countersign.contract.Topics;
import io.countersign.provisioning.SchemaRegistration;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.Cancellation;
import io.countersign.v1.Intent;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.PolicyBundle;
import io.countersign.v1.Reply;
import io.countersign.v1.Tick;
import io.countersign.wire.Reading.Decoded;
import io.countersign.wire.Reading.Reason;
import io.countersign.wire.Reading.Unreadable;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireFormatTest {
    private final String scope = UUID.randomUUID().toString();
    private final SchemaRegistryClient registry = MockSchemaRegistry.getClientForScope(scope);
    private final WireFormat wire = WireFormat.of("mock://" + scope);

    @BeforeEach
    void register() throws Exception {
        new SchemaRegistration(registry).registerAll();
    }

    @AfterEach
    void close() {
        wire.close();
        MockSchemaRegistry.dropScope(scope);
    }

    @Test
    void a_value_is_a_zero_byte_the_schema_id_and_the_avro_body() throws Exception {
        var cancellation = new Cancellation("acme", "ana", "id-1", "x");

        var value = wire.encode(Topics.CANCELLATIONS, cancellation);

        var id = registry.getLatestSchemaMetadata("intents.cancellations-value").getId();
        assertThat(HexFormat.of().formatHex(value))
                .isEqualTo("00" + HexFormat.of().toHexDigits(id) + "0861636d65" + "06616e61" + "0869642d31" + "0278");
    }

    @Test
    void what_is_encoded_decodes_to_the_same() {
        assertThat(decoded(wire.decode(Topics.SUBMITTED, encoded(Records.intent()), Intent.class)))
                .isEqualTo(Records.intent());
        assertThat(decoded(wire.decode(
                        Topics.approved("orders.refund"),
                        wire.encode(Topics.approved("orders.refund"), Records.approved()),
                        ApprovedIntent.class)))
                .isEqualTo(Records.approved());
    }

    @Test
    void later_records_get_the_bytes_that_the_first_of_a_kind_gets() {
        var records = Map.of(
                Topics.SUBMITTED,
                List.of(Records.intent(), bare(Records.intent())),
                Topics.approved("orders.refund"),
                List.of(Records.approved(), bare(Records.approved())),
                Topics.OUTCOMES,
                List.of(Records.outcome(), bare(Records.outcome())),
                Topics.EVENTS,
                List.of(Records.event(), bare(Records.event())),
                Topics.CONTENTS,
                List.of(Records.content(), bare(Records.content())));
        records.forEach((topic, both) -> both.forEach(record -> {
            try (var fresh = WireFormat.of("mock://" + scope)) {
                wire.encode(topic, record);
                assertThat(wire.encode(topic, record)).isEqualTo(fresh.encode(topic, record));
            }
        }));
    }

    @Test
    void a_record_without_what_it_needs_is_refused_first_and_later() {
        var whole = Records.intent();
        var broken = Intent.newBuilder(whole).build();
        broken.put("tenant", null);

        assertThatThrownBy(() -> wire.encode(Topics.SUBMITTED, broken)).isInstanceOf(SerializationException.class);
        wire.encode(Topics.SUBMITTED, whole);
        assertThatThrownBy(() -> wire.encode(Topics.SUBMITTED, broken)).isInstanceOf(SerializationException.class);
    }

    /** The same without anything that may be absent. */
    private static <T extends SpecificRecord> T bare(T record) {
        for (var field : record.getSchema().getFields()) {
            if (field.schema().getType() == Schema.Type.UNION) {
                record.put(field.pos(), null);
            }
        }
        return record;
    }

    @Test
    void topics_of_all_actions_share_one_subject() {
        assertThat(ContractSubjects.of("intents.approved.a")).isEqualTo("intents.approved-value");
        assertThat(ContractSubjects.of("intents.approved.b.c")).isEqualTo("intents.approved-value");
        assertThat(ContractSubjects.of("intents.events")).isEqualTo("intents.events-value");
        assertThat(new ContractSubjects().subjectName("intents.events", true, null))
                .isEqualTo("intents.events-key");
    }

    @Test
    void registered_schemas_carry_nothing_of_java() {
        assertThat(RecordTypes.bySubject().values())
                .allSatisfy(schema -> assertThat(schema.toString()).doesNotContain("avro.java"));
    }

    @Test
    void nothing_is_registered_by_encoding() {
        assertThatThrownBy(() -> wire.encode("intents.elsewhere", Records.intent()))
                .isInstanceOf(SerializationException.class)
                .isNotInstanceOf(RegistryAwayException.class);

        assertThatThrownBy(() -> registry.getLatestSchemaMetadata("intents.elsewhere-value"))
                .isInstanceOf(RestClientException.class);
    }

    @Test
    void bytes_without_magic_and_no_bytes_are_unreadable() {
        assertThat(reason(wire.decode(Topics.SUBMITTED, null, Intent.class))).isEqualTo(Reason.NULL);
        assertThat(reason(wire.decode(Topics.SUBMITTED, new byte[0], Intent.class)))
                .isEqualTo(Reason.NO_MAGIC_BYTE);
        assertThat(reason(wire.decode(Topics.SUBMITTED, new byte[] {0, 0, 0, 0}, Intent.class)))
                .isEqualTo(Reason.NO_MAGIC_BYTE);
        assertThat(reason(wire.decode(Topics.SUBMITTED, "{\"json\":1}".getBytes(UTF_8), Intent.class)))
                .isEqualTo(Reason.NO_MAGIC_BYTE);
    }

    @Test
    void an_unknown_schema_id_is_unreadable() {
        var value = encoded(Records.intent());

        ByteBuffer.wrap(value).putInt(1, 987_654);

        assertThat(reason(wire.decode(Topics.SUBMITTED, value, Intent.class))).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(reason(wire.decodeAsWritten(Topics.SUBMITTED, value, Intent.class)))
                .isEqualTo(Reason.UNKNOWN_SCHEMA);
    }

    @Test
    void another_record_is_unreadable_even_if_its_fields_would_resolve() throws Exception {
        var twin = new Schema.Parser()
                .parse(RecordTypes.schemaOf(Tick.class).toString().replace("\"Tick\"", "\"Tock\""));
        var id = registry.register("tocks-value", new AvroSchema(twin));
        var value =
                written(id, new GenericRecordBuilder(twin).set("partition", 3).build());

        assertThat(reason(wire.decode(Topics.TICKS, value, Tick.class))).isEqualTo(Reason.WRONG_RECORD);
        assertThat(reason(wire.decode(Topics.TICKS, wire.encode(Topics.OUTCOMES, Records.outcome()), Tick.class)))
                .isEqualTo(Reason.WRONG_RECORD);
    }

    @Test
    void every_truncation_is_unreadable() {
        var value = encoded(Records.intent());

        for (var length = 5; length < value.length; length++) {
            assertThat(reason(wire.decode(Topics.SUBMITTED, Arrays.copyOf(value, length), Intent.class)))
                    .isEqualTo(Reason.NOT_DECODABLE);
        }
    }

    @Test
    void a_record_with_something_behind_it_is_unreadable() {
        var value = encoded(Records.intent());

        assertThat(reason(wire.decode(Topics.SUBMITTED, Arrays.copyOf(value, value.length + 1), Intent.class)))
                .isEqualTo(Reason.NOT_DECODABLE);
    }

    @Test
    void damaged_bytes_never_throw() {
        var random = new Random(20260301);
        var good = List.of(encoded(Records.intent()), wire.encode(Topics.OUTCOMES, Records.outcome()));

        for (var round = 0; round < 20_000; round++) {
            var value = good.get(round % 2).clone();
            for (var flips = 1 + random.nextInt(4); flips > 0; flips--) {
                value[5 + random.nextInt(value.length - 5)] = (byte) random.nextInt();
            }
            var reading = round % 2 == 0
                    ? wire.decode(Topics.SUBMITTED, value, Intent.class)
                    : wire.decode(Topics.OUTCOMES, value, Outcome.class);
            assertThat(reading).isNotNull();
        }
    }

    @Test
    void lengths_that_a_value_only_claims_take_no_memory() {
        var half = HexFormat.of().parseHex("80cab5ee03"); // Avro's 519,999,104
        var longString = concat(Arrays.copyOf(encoded(Records.intent()), 5), half);
        var reply =
                wire.encode(Topics.REPLIES, new Reply("r", null, true, null, null, null, List.of(), null, null, null));
        var manyItems = concat(Arrays.copyOf(reply, reply.length - 4), half);

        var allocated = bytesAllocatedBy(() -> {
            assertThat(reason(wire.decode(Topics.SUBMITTED, longString, Intent.class)))
                    .isEqualTo(Reason.NOT_DECODABLE);
            assertThat(reason(wire.decode(Topics.REPLIES, manyItems, Reply.class)))
                    .isEqualTo(Reason.NOT_DECODABLE);
        });

        assertThat(allocated).isLessThan(20_000_000);
    }

    @Test
    void values_without_bytes_take_no_more_work_than_the_record_has_bytes() throws Exception {
        var nothing = recordOf(200, Schema.create(Schema.Type.NULL));
        var manyBlocks = new byte[3_001];
        for (var at = 0; at < 3_000; at += 3) {
            // As many items as bytes remain, in three bytes, and a block of none behind the last.
            var count = 2 * Math.max(1, 2_990 - at);
            manyBlocks[at] = (byte) (count | 0x80);
            manyBlocks[at + 1] = (byte) (count >> 7 | 0x80);
            manyBlocks[at + 2] = (byte) (count >> 14);
        }
        var values = Map.of(
                Schema.createArray(nothing),
                manyBlocks,
                Schema.createArray(Schema.createFixed("Fixed", null, null, 0)),
                manyBlocks,
                Schema.createMap(nothing),
                concat(HexFormat.of().parseHex("d00f"), new byte[1_001]));

        for (var entry : values.entrySet()) {
            var value = tickWith(entry.getKey(), entry.getValue());
            assertThat(reason(wire.decode(Topics.TICKS, value, Tick.class))).isEqualTo(Reason.NOT_DECODABLE);
            assertThat(reason(wire.decodeAsWritten(Topics.TICKS, value, Tick.class)))
                    .isEqualTo(Reason.NOT_DECODABLE);
        }
    }

    @Test
    void a_few_values_without_bytes_pass() throws Exception {
        var items = Schema.createArray(recordOf(200, Schema.create(Schema.Type.NULL)));

        var value = tickWith(items, HexFormat.of().parseHex("0600"));

        // Three items do not fit into the one byte that is left: a count is held to the bytes behind it.
        assertThat(reason(wire.decode(Topics.TICKS, value, Tick.class))).isEqualTo(Reason.NOT_DECODABLE);
        assertThat(decoded(
                        wire.decode(Topics.TICKS, tickWith(items, HexFormat.of().parseHex("0200")), Tick.class)))
                .isEqualTo(new Tick(3));
    }

    @Test
    void a_schema_that_fills_memory_once_it_is_written_out_is_not_read_by() throws Exception {
        var value = tickWith(Schema.createArray(doubled(30, Schema.create(Schema.Type.INT))), new byte[1]);

        assertThat(reason(wire.decode(Topics.TICKS, value, Tick.class))).isEqualTo(Reason.NOT_DECODABLE);
        assertThat(reason(wire.decodeAsWritten(Topics.TICKS, value, Tick.class)))
                .isEqualTo(Reason.NOT_DECODABLE);
    }

    @Test
    void a_schema_may_name_its_records_where_it_likes() throws Exception {
        var itself = new Schema.Parser().parse("""
                {"type": "record", "name": "Tree", "fields": [
                  {"name": "branches", "type": {"type": "array", "items": "Tree"}}]}""");
        for (var extra : List.of(itself, doubled(10, itself))) {
            assertThat(SchemaSize.isBounded(extra)).isTrue();
        }
        assertThat(decoded(wire.decode(Topics.TICKS, tickWith(itself, new byte[1]), Tick.class)))
                .isEqualTo(new Tick(3));
    }

    @Test
    void a_bundle_of_the_largest_size_passes() {
        var bundle = new PolicyBundle("ab".repeat(32), "#".repeat(16 * 1024 * 1024), "olga");

        var value = wire.encode(Topics.BUNDLES, bundle);

        assertThat(decoded(wire.decode(Topics.BUNDLES, value, PolicyBundle.class)))
                .isEqualTo(bundle);
    }

    @Test
    void an_enum_symbol_of_a_newer_writer_becomes_unrecognized() throws Exception {
        var newer = new Schema.Parser()
                .parse(RecordTypes.schemaOf(Outcome.class).toString().replace("\"FENCE\"", "\"FENCE\",\"PAUSED\""));
        var id = registry.register("newer-outcomes-value", new AvroSchema(newer));
        var older = Records.outcome();
        var record = new GenericRecordBuilder(newer);
        for (var field : newer.getFields()) {
            record.set(field, older.get(field.name()));
        }
        var usage = new GenericRecordBuilder(
                        newer.getField("usage").schema().getTypes().get(1))
                .build();
        record.set(
                        "status",
                        new org.apache.avro.generic.GenericData.EnumSymbol(
                                newer.getField("status").schema(), "PAUSED"))
                .set("usage", usage);

        var read = decoded(wire.decode(Topics.OUTCOMES, written(id, record.build()), Outcome.class));

        assertThat(read.getStatus()).isEqualTo(OutcomeStatus.UNRECOGNIZED);
        assertThat(read.getResult()).isEqualTo(older.getResult());
    }

    @Test
    void a_field_of_a_newer_writer_is_seen_only_as_written() throws Exception {
        var newer = withField(RecordTypes.schemaOf(Tick.class), "zone");
        var id = registry.register("newer-ticks-value", new AvroSchema(newer));
        var value = written(
                id,
                new GenericRecordBuilder(newer)
                        .set("partition", 3)
                        .set("zone", "b")
                        .build());

        assertThat(decoded(wire.decode(Topics.TICKS, value, Tick.class))).isEqualTo(new Tick(3));
        assertThat(RecordJson.of(decoded(wire.decodeAsWritten(Topics.TICKS, value, Tick.class))))
                .isEqualTo("{\"partition\":3,\"zone\":\"b\"}");
    }

    @Test
    void threads_share_one_wire_format() throws Exception {
        var intents = IntStream.range(0, 64)
                .mapToObj(i -> Intent.newBuilder(Records.intent())
                        .setJustification("because ".repeat(i))
                        .setRoles(List.of("role-" + i))
                        .build())
                .toList();

        try (var threads = Executors.newFixedThreadPool(8)) {
            var work = new ArrayList<Callable<@Nullable Void>>();
            for (var round = 0; round < 100; round++) {
                for (var intent : intents) {
                    work.add(() -> {
                        assertThat(decoded(wire.decode(Topics.SUBMITTED, encoded(intent), Intent.class)))
                                .isEqualTo(intent);
                        return null;
                    });
                }
            }
            for (var done : threads.invokeAll(work)) {
                done.get();
            }
        }
    }

    private byte[] encoded(Intent intent) {
        return wire.encode(Topics.SUBMITTED, intent);
    }

    private static long bytesAllocatedBy(Runnable work) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var before = threads.getCurrentThreadAllocatedBytes();
        work.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static Schema withField(Schema schema, String name) {
        var fields = new ArrayList<Schema.Field>();
        schema.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field(
                name,
                SchemaBuilder.unionOf().nullType().and().stringType().endUnion(),
                "new",
                Schema.Field.NULL_DEFAULT_VALUE));
        return Schema.createRecord(schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields);
    }

    /** A tick of partition 3 with one more field in front of the end, of which these are the bytes. */
    private byte[] tickWith(Schema extra, byte[] bytes) throws Exception {
        var tick = RecordTypes.schemaOf(Tick.class);
        var fields = new ArrayList<Schema.Field>();
        tick.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(new Schema.Field("extra", extra));
        var wider = Schema.createRecord(tick.getName(), null, tick.getNamespace(), false, fields);
        var id = registry.register("wider-ticks-value", new AvroSchema(wider));
        return concat(
                ByteBuffer.allocate(6).put((byte) 0).putInt(id).put((byte) 6).array(), bytes);
    }

    private static Schema recordOf(int fields, Schema type) {
        return Schema.createRecord(
                "Of" + fields,
                null,
                null,
                false,
                IntStream.range(0, fields)
                        .mapToObj(i -> new Schema.Field("f" + i, type))
                        .toList());
    }

    /** Records of two each, one in the other: so many levels of them hold two to that power of the innermost. */
    private static Schema doubled(int levels, Schema innermost) {
        var schema = innermost;
        for (var level = 0; level < levels; level++) {
            schema = Schema.createRecord(
                    "Level" + level,
                    null,
                    null,
                    false,
                    List.of(new Schema.Field("one", schema), new Schema.Field("other", schema)));
        }
        return schema;
    }

    private static byte[] written(int id, GenericRecord record) throws Exception {
        var out = new ByteArrayOutputStream();
        out.write(0);
        out.writeBytes(ByteBuffer.allocate(4).putInt(id).array());
        var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        return out.toByteArray();
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static <T> T decoded(Reading<T> reading) {
        return switch (reading) {
            case Decoded<T> decoded -> decoded.record();
            case Unreadable<T> unreadable -> fail("unreadable: " + unreadable);
        };
    }

    private static Reason reason(Reading<?> reading) {
        return requireNonNull(reading instanceof Unreadable<?> unreadable ? unreadable.reason() : fail("" + reading));
    }
}
