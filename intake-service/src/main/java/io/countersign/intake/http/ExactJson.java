package io.countersign.intake.http;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Reads JSON of our own parts so that a number leaves as the value that it came as: a double in between would change its words. */
final class ExactJson {
    private ExactJson() {}

    static ObjectReader reader(ObjectMapper json) {
        return json.reader()
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .with(JsonNodeFactory.withExactBigDecimals(true));
    }
}
