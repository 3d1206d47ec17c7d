package io.countersign.contract;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;

/**
 * The text of a success's result as it is reported. The effect has happened, so no shortcoming of the text may turn the
 * success into a failure: JSON that is not exact (see {@link CanonicalJson}) travels as a JSON string of itself, and what is
 * larger than {@link Limits#RESULT_BYTES} is replaced by {@code {"omitted":{"bytes":n,"code":"RESULT_TOO_LARGE","sha256":h}}}.
 */
public final class ResultText {

    private ResultText() {}

    /** The canonical JSON text, of at most {@link Limits#RESULT_BYTES}, that stands for what a call said. */
    public static String of(String json) {
        var text = canonical(json);
        return Limits.exceeds(text, Limits.RESULT_BYTES) ? omitted(json) : text;
    }

    private static String canonical(String json) {
        try {
            return CanonicalJson.canonicalize(json);
        } catch (MalformedJson notExact) {
            return quoted(json);
        }
    }

    /** Quotes, backslashes and controls escaped as RFC 8785 says; lone surrogates, which no UTF-8 can hold, replaced. */
    private static String quoted(String raw) {
        var unicode = new String(bytes(raw), StandardCharsets.UTF_8);
        return CanonicalJson.write(TextNode.valueOf(unicode));
    }

    private static String omitted(String json) {
        var raw = bytes(json);
        return "{\"omitted\":{\"bytes\":" + raw.length + ",\"code\":\"RESULT_TOO_LARGE\",\"sha256\":\""
                + Sha256.hex(raw) + "\"}}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
