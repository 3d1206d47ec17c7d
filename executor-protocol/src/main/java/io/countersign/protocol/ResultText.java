package io.countersign.protocol;

import com.fasterxml.jackson.databind.node.TextNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Limits;
import io.countersign.contract.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The text of a success's result as it is reported. The effect has happened, so no shortcoming of the text may turn the
 * success into a failure: JSON that is not exact (see {@link CanonicalJson}) travels as a JSON string of itself, and what is
 * larger than {@link Limits#RESULT_BYTES} is replaced by {@code {"omitted":{"bytes":n,"code":"RESULT_TOO_LARGE","sha256":h}}}.
 */
final class ResultText {

    private ResultText() {}

    static String of(String json) {
        var text = canonical(json);
        return bytes(text).length <= Limits.RESULT_BYTES ? text : omitted(json);
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
        return "{\"omitted\":{\"bytes\":" + raw.length + ",\"code\":\"RESULT_TOO_LARGE\",\"sha256\":\"" + sha256(raw)
                + "\"}}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
