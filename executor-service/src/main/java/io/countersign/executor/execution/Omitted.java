package io.countersign.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.countersign.contract.CanonicalJson;

/** What stands in the place of a result that is not passed on: JSON, as the effect has happened all the same. */
public final class Omitted {

    /** In the place of what the answer does not have. */
    static final JsonNode NOT_IN_ANSWER = node("NOT_IN_ANSWER");

    private Omitted() {}

    /** In the place of what cannot be read. */
    public static String because(String code) {
        return CanonicalJson.write(node(code));
    }

    private static JsonNode node(String code) {
        var omitted = JsonNodeFactory.instance.objectNode();
        omitted.putObject("omitted").put("code", code);
        return omitted;
    }

    /** In the place of what is longer than so many bytes. */
    public static String tooLarge(int limit) {
        return "{\"omitted\":{\"code\":\"RESULT_TOO_LARGE\",\"limit\":" + limit + "}}";
    }
}
