package io.countersign.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.RawRecord;
import io.countersign.v1.Reply;
import io.countersign.v1.Tick;
import io.countersign.v1.Usage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordJsonTest {
    @Test
    void fields_are_sorted_nulls_are_left_out_and_every_type_has_its_notation() {
        var outcome = Outcome.newBuilder()
                .setId("i")
                .setTenant("t")
                .setUser("u\"\n€")
                .setAttempt(2)
                .setLease("")
                .setStatus(OutcomeStatus.SUCCEEDED)
                .setUsage(Usage.newBuilder()
                        .setInputTokens(Long.MAX_VALUE)
                        .setCostMicros(-1)
                        .build())
                .setResult("{\"b\":1,\"a\":2}")
                .setExecutor("x")
                .build();

        assertThat(RecordJson.of(outcome))
                .isEqualTo(
                        "{\"attempt\":2,\"cached\":false,\"executor\":\"x\",\"fallback\":false,\"id\":\"i\",\"lease\":\"\","
                                + "\"noEffect\":false,\"result\":\"{\\\"b\\\":1,\\\"a\\\":2}\",\"status\":\"SUCCEEDED\",\"tenant\":\"t\","
                                + "\"usage\":{\"cachedTokens\":\"0\",\"costMicros\":\"-1\",\"counted\":false,"
                                + "\"inputTokens\":\"9223372036854775807\",\"outputTokens\":\"0\"},\"user\":\"u\\\"\\n€\"}");
    }

    @Test
    void bytes_are_base64url_without_padding_and_stay_readable() {
        var raw = new RawRecord("t", null, ByteBuffer.wrap(new byte[] {9, -1, -2, -3, -4, 9}, 1, 4));

        assertThat(RecordJson.of(raw)).isEqualTo("{\"topic\":\"t\",\"value\":\"__79_A\"}");
        assertThat(raw.getValue().remaining()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T12:00:00Z,2026-03-01T12:00:00.000Z",
        "2026-03-01T12:00:00.007999Z,2026-03-01T12:00:00.007Z",
        "2024-02-29T23:59:59.999Z,2024-02-29T23:59:59.999Z",
        "1969-12-31T23:59:59.999Z,1969-12-31T23:59:59.999Z",
        "0000-01-01T00:00:00Z,0000-01-01T00:00:00.000Z",
        "9999-12-31T23:59:59.999Z,9999-12-31T23:59:59.999Z",
        "+10000-01-01T00:00:00Z,+10000-01-01T00:00:00.000Z",
        "-0001-01-01T00:00:00Z,-0001-01-01T00:00:00.000Z",
    })
    void instants_are_iso_8601_with_milliseconds(String instant, String text) {
        var out = new StringBuilder();

        IsoInstant.append(out, Instant.parse(instant));

        assertThat(out).hasToString(text);
    }

    @Test
    void no_instant_that_a_record_can_hold_is_too_far_away() {
        for (var millis : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1}) {
            var out = new StringBuilder();
            IsoInstant.append(out, millis);
            assertThat(out.toString()).endsWith("Z");
        }
    }

    @Test
    void generated_and_generic_records_have_one_text() throws Exception {
        for (IndexedRecord record :
                List.of(Records.intent(), Records.approved(), Records.outcome(), Records.event(), Records.content())) {
            assertThat(RecordJson.of(generic(record))).isEqualTo(RecordJson.of(record));
        }
    }

    @Test
    void the_text_is_canonical() throws Exception {
        for (IndexedRecord record :
                List.of(Records.intent(), Records.approved(), Records.outcome(), Records.event(), Records.content())) {
            assertThat(CanonicalJson.canonicalize(RecordJson.of(record))).isEqualTo(RecordJson.of(record));
        }
    }

    @Test
    void long_texts_of_any_signs_are_written_as_they_are_by_themselves() throws Exception {
        for (var text :
                List.of("plain", "a\"b\\c\n\u0001", "Grüße", "€".repeat(3_000), "x".repeat(3_000) + "\ud83d\ude00\t")) {
            var reply = Reply.newBuilder().setRequestId(text).setAccepted(true).build();
            assertThat(RecordJson.of(reply))
                    .contains(CanonicalJson.write(TextNode.valueOf(text)))
                    .isEqualTo(CanonicalJson.canonicalize(RecordJson.of(reply)));
        }
        var lone = Reply.newBuilder().setRequestId("a\ud83d").setAccepted(true).build();
        assertThatThrownBy(() -> RecordJson.of(lone)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fields_can_be_left_out_of_the_record_but_not_of_those_within() {
        assertThat(RecordJson.of(new Tick(1), "partition")).isEqualTo("{}");
        assertThat(RecordJson.of(Records.event(), "partition")).contains("\"partition\":2");
        assertThat(RecordJson.of(Records.event(), "hash"))
                .doesNotContain("\"hash\"")
                .contains("previousHash");
    }

    @Test
    void a_newer_writers_maps_numbers_and_unions_have_a_text_too() {
        var schema = SchemaBuilder.record("Newer")
                .fields()
                .name("map")
                .type(Schema.createMap(Schema.create(Schema.Type.LONG)))
                .noDefault()
                .requiredDouble("double")
                .name("union")
                .type()
                .unionOf()
                .nullType()
                .and()
                .longType()
                .and()
                .stringType()
                .endUnion()
                .noDefault()
                .name("nullable")
                .type()
                .array()
                .items()
                .nullable()
                .intType()
                .noDefault()
                .endRecord();
        var record = new GenericRecordBuilder(schema)
                .set("map", Map.of(new Utf8("b"), 1L, new Utf8("a"), 2L))
                .set("double", 250.0)
                .set("union", new Utf8("x"))
                .set("nullable", Arrays.asList(1, null))
                .build();

        assertThat(RecordJson.of(record))
                .isEqualTo("{\"double\":250,\"map\":{\"a\":\"2\",\"b\":\"1\"},\"nullable\":[1,null],\"union\":\"x\"}");
    }

    /** What a reader in another language would decode: plain Avro, without Java's strings and instants. */
    private static GenericRecord generic(IndexedRecord record) throws Exception {
        var schema = RecordTypes.schemaOf(record.getClass().asSubclass(SpecificRecord.class));
        return new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(Records.body(record), null));
    }
}
