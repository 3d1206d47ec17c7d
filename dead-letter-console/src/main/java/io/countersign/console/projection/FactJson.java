package io.countersign.console.projection;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.countersign.console.desk.RawBytes;
import java.io.IOException;

/** The pure package's records as JSON text in the database's bodies. */
final class FactJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(rawBytes())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .visibility(
                    com.fasterxml.jackson.annotation.PropertyAccessor.IS_GETTER,
                    com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility.NONE)
            .build();

    private FactJson() {}

    static String write(Record fact) {
        try {
            return MAPPER.writeValueAsString(fact);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a fact has no JSON", e);
        }
    }

    static <T extends Record> T read(String body, Class<T> type) {
        try {
            return MAPPER.readValue(body, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored body is no " + type.getSimpleName(), e);
        }
    }

    private static SimpleModule rawBytes() {
        return new SimpleModule()
                .addSerializer(RawBytes.class, new RawBytesSerializer())
                .addDeserializer(RawBytes.class, new RawBytesDeserializer());
    }

    private static final class RawBytesSerializer extends StdSerializer<RawBytes> {
        RawBytesSerializer() {
            super(RawBytes.class);
        }

        @Override
        public void serialize(RawBytes value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeBinary(value.toArray());
        }
    }

    private static final class RawBytesDeserializer extends StdDeserializer<RawBytes> {
        RawBytesDeserializer() {
            super(RawBytes.class);
        }

        @Override
        public RawBytes deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return RawBytes.of(json.getBinaryValue());
        }
    }
}
