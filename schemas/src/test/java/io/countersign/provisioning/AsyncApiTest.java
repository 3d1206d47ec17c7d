package io.countersign.provisioning;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.countersign.contract.Headers;
import io.countersign.contract.Topics;
import io.countersign.wire.RecordTypes;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code asyncapi.yaml} says of the topics what the code says. */
class AsyncApiTest {
    private static final String ANY_ACTION = Topics.APPROVED_PREFIX + "{action}";
    private static final JsonNode API = read(Path.of("asyncapi.yaml"));

    @Test
    void every_topic_is_a_channel_and_every_channel_a_topic() {
        var topics = Stream.concat(Topics.ALL.stream(), Stream.of(ANY_ACTION));

        assertThat(byAddress().keySet()).containsExactlyInAnyOrderElementsOf(topics.toList());
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void a_channel_has_the_record_that_lies_on_its_topic(String address) {
        var record = RecordTypes.on(address).orElseThrow();

        assertThat(messageOn(address).path("name").textValue()).isEqualTo(record.getSimpleName());
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void a_channel_has_the_settings_that_its_topic_is_provisioned_with(String address) {
        var told = new TreeMap<String, String>();
        channel(address)
                .at("/bindings/kafka/topicConfiguration")
                .properties()
                .forEach(setting -> told.put(setting.getKey(), text(setting.getValue())));

        var plan = new TopicPlan(1, 1);
        var settings = new TreeMap<>((address.equals(ANY_ACTION)
                        ? plan.approved("orders.refund")
                        : plan.topics().stream()
                                .filter(topic -> topic.name().equals(address))
                                .findFirst()
                                .orElseThrow())
                .settings());
        // Of these AsyncAPI's binding has no word.
        List.of("message.timestamp.type", "segment.ms", "max.compaction.lag.ms").forEach(settings::remove);
        assertThat(told).isEqualTo(settings);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void a_message_refers_to_the_schema_of_the_latest_release(String name) throws IOException {
        var schema = message(name).at("/payload/schema/$ref").textValue();
        try (var versions = Files.list(Path.of("released"))) {
            var latest = versions.mapToInt(
                            version -> Integer.parseInt(version.getFileName().toString()))
                    .max()
                    .orElseThrow();
            assertThat(schema)
                    .isEqualTo("released/%d/%s.avsc"
                            .formatted(latest, message(name).path("name").textValue()));
        }
        assertThat(Path.of(schema)).isRegularFile();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void an_example_is_a_record_in_its_canonical_text(String name) {
        var schema = schema(message(name).path("name").textValue());

        for (var example : message(name).path("examples")) {
            assertThat(problems(schema, example.path("payload"), name)).isEmpty();
        }
    }

    @Test
    void what_agents_and_backend_teams_write_and_read_has_an_example() {
        assertThat(Stream.of("Intent", "ApprovedIntent", "Outcome", "OutputChunk", "Directive", "Reply"))
                .allSatisfy(name -> assertThat(message(name).path("examples")).isNotEmpty());
    }

    @Test
    void the_headers_are_those_of_the_contract() {
        var told = messages()
                .flatMap(name -> message(name).at("/headers/properties").properties().stream())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());

        assertThat(told).isEqualTo(headers());
    }

    @Test
    void an_example_that_fits_no_schema_would_be_seen() {
        var outcome = schema("Outcome");
        var example = message("Outcome").at("/examples/0/payload");

        assertThat(problems(outcome, without(example, "lease"), "")).containsExactly("/lease is missing");
        assertThat(problems(outcome, with(example, "attempt", "1"), "")).containsExactly("/attempt is no INT");
        assertThat(problems(outcome, with(example, "status", "DONE"), "")).containsExactly("/status is no ENUM");
        assertThat(problems(outcome, with(example, "owner", "x"), "")).containsExactly("/owner is unknown");
    }

    static Stream<String> addresses() {
        return byAddress().keySet().stream();
    }

    static Stream<String> messages() {
        return names(API.at("/components/messages"));
    }

    private static Map<String, JsonNode> byAddress() {
        var channels = new HashMap<String, JsonNode>();
        API.path("channels")
                .forEach(channel -> channels.put(channel.path("address").textValue(), channel));
        return channels;
    }

    private static JsonNode channel(String address) {
        return requireNonNull(byAddress().get(address));
    }

    private static JsonNode messageOn(String address) {
        var references = channel(address).path("messages");
        assertThat(references).hasSize(1);
        return API.at(references.iterator().next().path("$ref").textValue().substring(1));
    }

    private static JsonNode message(String name) {
        return API.at("/components/messages/" + name);
    }

    private static Schema schema(String record) {
        return RecordTypes.bySubject().values().stream()
                .filter(schema -> schema.getName().equals(record))
                .findFirst()
                .orElseThrow();
    }

    /** What of a text is not as {@link io.countersign.wire.RecordJson} would write a record of this schema. */
    private static List<String> problems(Schema schema, JsonNode value, String at) {
        var problems = new ArrayList<String>();
        switch (schema.getType()) {
            case RECORD -> {
                names(value)
                        .filter(name -> schema.getField(name) == null)
                        .forEach(name -> problems.add(at + "/" + name + " is unknown"));
                for (var field : schema.getFields()) {
                    var member = value.get(field.name());
                    if (member != null) {
                        problems.addAll(problems(field.schema(), member, at + "/" + field.name()));
                    } else if (!field.schema().isNullable()) {
                        problems.add(at + "/" + field.name() + " is missing");
                    }
                }
            }
            case UNION -> problems.addAll(problems(schema.getTypes().get(1), value, at));
            case ARRAY -> value.forEach(item -> problems.addAll(problems(schema.getElementType(), item, at)));
            default -> {
                if (!isA(schema, value)) {
                    problems.add(at + " is no " + schema.getType());
                }
            }
        }
        return problems;
    }

    private static boolean isA(Schema schema, JsonNode value) {
        return switch (schema.getType()) {
            case INT -> value.isInt();
            case BOOLEAN -> value.isBoolean();
            case ENUM -> schema.getEnumSymbols().contains(value.asText());
            case BYTES -> value.isTextual() && Base64.getUrlDecoder().decode(value.textValue()) != null;
            case LONG ->
                value.isTextual()
                        && (schema.getLogicalType() == LogicalTypes.timestampMillis()
                                ? Instant.parse(value.textValue()).toEpochMilli() > 0
                                : value.textValue().matches("-?\\d+"));
            default -> value.isTextual();
        };
    }

    private static Set<String> headers() {
        return Arrays.stream(Headers.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(AsyncApiTest::constant)
                .collect(Collectors.toSet());
    }

    private static String constant(Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode with(JsonNode object, String name, String value) {
        ObjectNode copy = object.deepCopy();
        return copy.put(name, value);
    }

    private static JsonNode without(JsonNode object, String name) {
        ObjectNode copy = object.deepCopy();
        return copy.without(name);
    }

    private static Stream<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey);
    }

    private static String text(JsonNode setting) {
        var values = new ArrayList<String>();
        setting.forEach(value -> values.add(value.asText()));
        return setting.isArray() ? String.join(",", values) : setting.asText();
    }

    private static JsonNode read(Path file) {
        try {
            return new YAMLMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
