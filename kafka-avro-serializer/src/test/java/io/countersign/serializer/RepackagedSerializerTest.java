package io.countersign.serializer;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.security.basicauth.BasicAuthCredentialProvider;
import io.confluent.kafka.schemaregistry.client.security.bearerauth.BearerAuthCredentialProvider;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

/** Confluent's classes work with the Kafka and the Avro of this build, and bring none of their own. */
class RepackagedSerializerTest {
    private static final List<String> NAMED = List.of(
            "io.confluent", "org.apache.pinot.shaded", "io.swagger.v3.oas.annotations", "com.eclipsesource.json");
    private static final Schema GREETING =
            SchemaBuilder.record("Greeting").fields().requiredString("text").endRecord();

    @Test
    void a_record_survives_the_way_there_and_back() {
        var scope = UUID.randomUUID().toString();
        var settings = Map.of("schema.registry.url", "mock://" + scope);
        var greeting = new GenericRecordBuilder(GREETING).set("text", "żółw").build();

        try (var serializer = new KafkaAvroSerializer();
                var deserializer = new KafkaAvroDeserializer()) {
            serializer.configure(settings, false);
            deserializer.configure(settings, false);

            var bytes = serializer.serialize("greetings", greeting);

            assertThat(bytes).startsWith(0, 0, 0, 0, 1, 14);
            assertThat(deserializer.deserialize("greetings", bytes)).hasToString("{\"text\": \"żółw\"}");
        } finally {
            MockSchemaRegistry.dropScope(scope);
        }
    }

    @Test
    void kafka_and_avro_are_those_of_the_build() throws Exception {
        var here = location(KafkaAvroSerializer.class);

        assertThat(location(Serializer.class)).isNotEqualTo(here);
        assertThat(location(Schema.class)).isNotEqualTo(here);
        assertThat(here.resolve("io/confluent/kafka/serializers/KafkaAvroSerializer.class"))
                .exists();
        for (var foreign : new String[] {
            "org/apache/kafka",
            "org/apache/avro",
            "org/apache/commons",
            "org/apache/pinot/plugin",
            "com/fasterxml",
            "com/google",
            "org/slf4j"
        }) {
            assertThat(here.resolve(foreign)).as(foreign).doesNotExist();
        }
    }

    @Test
    void every_class_is_one_whose_licence_is_named() throws Exception {
        var here = location(KafkaAvroSerializer.class);
        var notice = Files.readString(here.resolve("META-INF/NOTICE"));

        try (var files = Files.walk(here)) {
            assertThat(files.filter(file -> file.toString().endsWith(".class"))
                            .map(file -> here.relativize(file).toString().replace('/', '.')))
                    .isNotEmpty()
                    .allMatch(name -> NAMED.stream().anyMatch(name::startsWith));
        }
        assertThat(NAMED).allSatisfy(name -> assertThat(notice).contains("\n" + name + "\n"));
        for (var text : new String[] {
            "LICENSE",
            "FastDoubleParser-LICENSE",
            "FastDoubleParser-NOTICE",
            "thirdparty-LICENSE",
            "licenses/minimal-json.txt"
        }) {
            assertThat(here.resolve("META-INF").resolve(text)).isNotEmptyFile();
        }
    }

    @Test
    void a_registry_that_wants_credentials_can_get_them() {
        assertThat(ServiceLoader.load(BasicAuthCredentialProvider.class)).isNotEmpty();
        assertThat(ServiceLoader.load(BearerAuthCredentialProvider.class)).isNotEmpty();
    }

    private static Path location(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
