package io.countersign.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.jspecify.annotations.Nullable;

/** A committed file of test vectors in {@code schemas/vectors}. */
enum VectorFile {
    CANONICAL_JSON,
    OWNERS,
    IDS,
    CAPABILITIES,
    DIGESTS,
    RECORDS,
    SIGNATURES;

    static final Path DIRECTORY = Path.of("vectors");
    private static final ObjectMapper JSON = new ObjectMapper();

    Path path() {
        return DIRECTORY.resolve(name().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + ".json");
    }

    JsonNode read() {
        try {
            return JSON.readTree(Files.readString(path()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The vectors under that name; there has to be at least one. */
    Stream<JsonNode> vectors(String name) {
        var vectors = read().path(name);
        if (vectors.isEmpty()) {
            throw new AssertionError(path() + " has no " + name);
        }
        return vectors.valueStream();
    }

    static @Nullable String text(JsonNode vector, String field) {
        return vector.path(field).textValue();
    }

    /** The record of a vector: Avro bytes and the released schema that they were written with. */
    static GenericRecord record(JsonNode vector) throws IOException {
        var schema = new Schema.Parser()
                .parse(Files.readString(Path.of(vector.path("schema").asText())));
        var body = Base64.getUrlDecoder().decode(vector.path("avro").asText());
        return new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(body, null));
    }
}
