package io.countersign.schema;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.wire.RecordTypes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every schema of the contract keeps to. */
class SchemasTest {
    private static final String RECORDS = "io.countersign.v1";

    static Stream<Path> versions() {
        return Released.versions().stream();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void every_schema_reads_and_is_read_by_its_released_versions(Path version) {
        var current = Released.current();
        var released = Released.in(version);

        assertThat(current.keySet()).as("no released record has gone").containsAll(released.keySet());
        released.forEach((name, old) -> {
            var present = requireNonNull(current.get(name));
            assertReads(present, old);
            assertReads(old, present);
        });
    }

    @Test
    void every_record_on_a_topic_has_a_released_version() {
        var latest = Released.versions().getLast();

        assertThat(Released.in(latest).keySet())
                .as("released schemas in %s (see schemas/README.md)", latest)
                .containsAll(Released.current().keySet());
    }

    @Test
    void a_change_that_breaks_readers_would_be_seen() {
        var released = Released.in(Released.versions().getFirst());
        var tick = requireNonNull(released.get("Tick"));
        var outcome = requireNonNull(released.get("Outcome")).toString();

        var required =
                parse(tick.toString().replace("\"fields\":[", "\"fields\":[{\"name\":\"zone\",\"type\":\"string\"},"));
        var narrowed =
                parse(outcome.replaceFirst("\\{\"type\":\"long\",\"logicalType\":\"[^\"]*\"}|\"long\"", "\"string\""));
        var renamed = parse(outcome.replace("\"Outcome\"", "\"Result\""));

        assertThat(reads(required, tick)).isFalse();
        assertThat(reads(narrowed, parse(outcome))).isFalse();
        assertThat(reads(renamed, parse(outcome))).isFalse();
    }

    @Test
    void every_record_field_and_enum_says_what_it_is() {
        named().values().forEach(schema -> {
            assertThat(schema.getDoc()).as(schema.getName()).isNotBlank();
            if (schema.getType() == Schema.Type.RECORD) {
                schema.getFields()
                        .forEach(field -> assertThat(field.doc())
                                .as(schema.getName() + "." + field.name())
                                .isNotBlank());
            }
        });
    }

    @Test
    void every_enum_ends_with_unrecognized_as_its_default() {
        var enums = named().values().stream()
                .filter(schema -> schema.getType() == Schema.Type.ENUM)
                .toList();

        assertThat(enums).hasSizeGreaterThanOrEqualTo(9).allSatisfy(schema -> {
            assertThat(schema.getEnumSymbols()).last().isEqualTo("UNRECOGNIZED");
            assertThat(schema.getEnumDefault()).isEqualTo("UNRECOGNIZED");
        });
    }

    @Test
    void what_may_be_absent_is_null_first_and_absent_by_default() {
        named().values().stream()
                .filter(schema -> schema.getType() == Schema.Type.RECORD)
                .flatMap(schema -> schema.getFields().stream())
                .filter(field -> field.schema().isUnion())
                .forEach(field -> {
                    assertThat(field.schema().getTypes()).as(field.name()).hasSize(2);
                    assertThat(field.schema().getTypes().getFirst().getType()).isEqualTo(Schema.Type.NULL);
                    assertThat(field.hasDefaultValue()).as(field.name()).isTrue();
                    assertThat(field.defaultVal()).isEqualTo(JsonProperties.NULL_VALUE);
                });
    }

    @Test
    void instants_are_milliseconds_and_other_types_are_those_that_have_a_canonical_text() {
        named().values().stream()
                .filter(schema -> schema.getType() == Schema.Type.RECORD)
                .flatMap(schema -> schema.getFields().stream())
                .map(field ->
                        field.schema().isUnion() ? field.schema().getTypes().get(1) : field.schema())
                .forEach(schema -> {
                    assertThat(schema.getType())
                            .isIn(
                                    Schema.Type.STRING,
                                    Schema.Type.INT,
                                    Schema.Type.LONG,
                                    Schema.Type.BOOLEAN,
                                    Schema.Type.BYTES,
                                    Schema.Type.ENUM,
                                    Schema.Type.ARRAY,
                                    Schema.Type.RECORD);
                    assertThat(schema.getLogicalType()).isIn(null, LogicalTypes.timestampMillis());
                });
    }

    @Test
    void only_the_intent_itself_carries_its_nonce_and_only_who_needs_it_a_lease() {
        var withNonce = named().values().stream().filter(schema -> has(schema, "nonce"));
        var withLease = named().values().stream().filter(schema -> has(schema, "lease"));

        assertThat(withNonce.map(Schema::getName)).containsExactly("Intent");
        assertThat(withLease.map(Schema::getName))
                .containsExactlyInAnyOrder("ApprovedIntent", "Outcome", "OutputChunk");
    }

    private static boolean has(Schema schema, String field) {
        return schema.getType() == Schema.Type.RECORD && schema.getField(field) != null;
    }

    /** All records and enums, those within others too. */
    private static Map<String, Schema> named() {
        var named = new LinkedHashMap<String, Schema>();
        RecordTypes.bySubject().values().forEach(schema -> collect(schema, named));
        assertThat(named.values())
                .allSatisfy(schema -> assertThat(schema.getNamespace()).isEqualTo(RECORDS));
        return named;
    }

    private static void collect(Schema schema, Map<String, Schema> named) {
        switch (schema.getType()) {
            case ENUM -> named.put(schema.getFullName(), schema);
            case ARRAY -> collect(schema.getElementType(), named);
            case UNION -> schema.getTypes().forEach(type -> collect(type, named));
            case RECORD -> {
                if (named.put(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), named));
                }
            }
            default -> {}
        }
    }

    private static void assertReads(Schema reader, Schema writer) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        assertThat(result.getIncompatibilities()).as(reader.getName()).isEmpty();
    }

    private static boolean reads(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }

    private static Schema parse(String json) {
        return new Schema.Parser().parse(json);
    }
}
