package io.countersign.executor.execution;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.Limits;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What backends say, as a tree that every reader of JSON understands alike: an integer beyond 2^53 - 1, and a number that no
 * double holds, become strings of their digits, and half of a surrogate pair becomes U+FFFD.
 */
public final class ExactJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final BigDecimal EXACT = BigDecimal.valueOf(Limits.EXACT_INTEGER);

    private static final int REPLACEMENT = 0xFFFD;

    private ExactJson() {}

    /** Reads JSON; empty if the text is none, or names a member twice. */
    public static Optional<JsonNode> read(String text) {
        try {
            var tree = JSON.readTree(text);
            return tree == null || tree.isMissingNode() ? Optional.empty() : Optional.of(exact(tree));
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** The same value as every reader of JSON understands it. */
    public static JsonNode of(JsonNode value) {
        return exact(value);
    }

    /** A number that is exact in its source, all of whose digits count. */
    public static JsonNode number(BigDecimal value) {
        var read = value.doubleValue();
        return Double.isFinite(read) && new BigDecimal(Double.toString(read)).compareTo(value) == 0
                ? rounded(value)
                : NODES.textNode(value.toPlainString());
    }

    /** A number as JSON readers take it: its nearest double. */
    private static JsonNode rounded(BigDecimal value) {
        var read = value.doubleValue();
        if (!Double.isFinite(read)) {
            return NODES.textNode(value.toString());
        }
        if (read != Math.rint(read) || Math.abs(read) >= 1e21) {
            return NODES.numberNode(read);
        }
        return value.abs().compareTo(EXACT) <= 0
                ? NODES.numberNode((long) read)
                : NODES.textNode(value.toPlainString());
    }

    private static JsonNode exact(JsonNode value) {
        if (value.isNumber()) {
            return rounded(value.decimalValue());
        }
        if (value.isTextual()) {
            return NODES.textNode(unicode(value.textValue()));
        }
        if (value.isArray()) {
            var array = NODES.arrayNode();
            value.forEach(element -> array.add(exact(element)));
            return array;
        }
        if (value.isObject()) {
            ObjectNode object = NODES.objectNode();
            value.properties().forEach(member -> object.set(unicode(member.getKey()), exact(member.getValue())));
            return object;
        }
        return value;
    }

    /** JSON can escape half of a surrogate pair, but no other encoding can say it. */
    private static String unicode(String text) {
        if (text.codePoints().noneMatch(ExactJson::isHalf)) {
            return text;
        }
        var whole = new StringBuilder(text.length());
        text.codePoints().map(c -> isHalf(c) ? REPLACEMENT : c).forEach(whole::appendCodePoint);
        return whole.toString();
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
