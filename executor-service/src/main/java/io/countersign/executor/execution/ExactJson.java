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
 * double holds, become strings of their digits.
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
        if (value.isArray()) {
            var array = NODES.arrayNode();
            value.forEach(element -> array.add(exact(element)));
            return array;
        }
        if (value.isObject()) {
            ObjectNode object = NODES.objectNode();
            value.properties().forEach(member -> object.set(member.getKey(), exact(member.getValue())));
            return object;
        }
        return value;
    }
}
