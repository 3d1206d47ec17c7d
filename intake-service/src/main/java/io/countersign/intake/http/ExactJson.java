package io.countersign.intake.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Reads JSON of our own parts so that a number leaves as the value that it came as: a double in between would change its words. */
final class ExactJson {
    private ExactJson() {}

    static ObjectReader reader(ObjectMapper json) {
        return json.reader()
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .with(JsonNodeFactory.withExactBigDecimals(true));
    }

    /** An intent as policy-stream tells it. */
    static ObjectNode intent(ObjectReader json, byte[] told) {
        try {
            return (ObjectNode) json.readTree(told);
        } catch (IOException | ClassCastException e) {
            throw new IllegalStateException("policy-stream answered with something that is no intent", e);
        }
    }
}
