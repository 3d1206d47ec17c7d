package io.countersign.intake.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.MalformedJson;
import org.jspecify.annotations.Nullable;

/** What a client says: one message of JSON-RPC 2.0. */
public sealed interface RpcMessage {

    /**
     * Wants an answer.
     *
     * @param id a text or a whole number, for the answer to name
     */
    record Request(JsonNode id, String method, ObjectNode params) implements RpcMessage {

        /** What it says beside what it asks for; empty if it says nothing. */
        public ObjectNode meta() {
            return params.get("_meta") instanceof ObjectNode meta ? meta : JsonNodeFactory.instance.objectNode();
        }
    }

    /** Wants none. */
    record Notification(String method, ObjectNode params) implements RpcMessage {}

    /**
     * Nothing that could be answered otherwise than by an error.
     *
     * @param id null where it cannot be told
     */
    record Unfit(@Nullable JsonNode id, RpcError error) implements RpcMessage {}

    /** Reads a body, as strictly as any other: {@code params} are objects, and there is one message in each request. */
    static RpcMessage read(byte[] body) {
        JsonNode value;
        try {
            value = CanonicalJson.parse(body);
        } catch (MalformedJson e) {
            return new Unfit(null, RpcError.of(RpcError.Kind.PARSE_ERROR, e.code(), String.valueOf(e.getMessage())));
        }
        if (value.isArray()) {
            return unfit(null, "a request has one message: batches are not taken");
        }
        return value instanceof ObjectNode object ? message(object) : unfit(null, "a message is a JSON object");
    }

    private static RpcMessage message(ObjectNode object) {
        var id = object.get("id");
        if (id != null && !isId(id)) {
            return unfit(null, "\"id\" is neither a text nor a whole number");
        }
        if (!"2.0".equals(object.path("jsonrpc").textValue())) {
            return unfit(id, "\"jsonrpc\" is not \"2.0\"");
        }
        var method = object.path("method").textValue();
        if (method == null) {
            return unfit(id, "\"method\" is not a text: this door asks nothing that could be answered");
        }
        var params = object.has("params") ? object.get("params") : JsonNodeFactory.instance.objectNode();
        if (!(params instanceof ObjectNode named)) {
            return new Unfit(id, RpcError.invalidParams("\"params\" is not a JSON object"));
        }
        if (named.has("_meta") && !named.get("_meta").isObject()) {
            return new Unfit(id, RpcError.invalidParams("\"_meta\" is not a JSON object"));
        }
        return id == null ? new Notification(method, named) : new Request(id, method, named);
    }

    /** Whether it may name a request. */
    static boolean isId(JsonNode value) {
        return value.isTextual() || value.isIntegralNumber();
    }

    private static Unfit unfit(@Nullable JsonNode id, String why) {
        return new Unfit(id, RpcError.invalidRequest(why));
    }
}
