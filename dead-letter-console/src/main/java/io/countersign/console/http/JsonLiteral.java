package io.countersign.console.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.MalformedJson;
import org.jspecify.annotations.Nullable;

/** Text of the log that should be JSON, as a JSON value in an answer. */
final class JsonLiteral {
    private JsonLiteral() {}

    /** The text itself if it is JSON, else a JSON string of it: an answer stays well-formed whatever the log holds. */
    static @Nullable String valueOf(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return CanonicalJson.canonicalize(text);
        } catch (MalformedJson notJson) {
            return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
        }
    }
}
