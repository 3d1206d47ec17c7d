package io.countersign.intake.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What the door says, in the words of one revision. */
public final class Speech {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final long AN_HOUR = 3_600_000;
    private static final String INSTRUCTIONS =
            "Each tool is an action that policy allows, refuses, or holds until a person"
                    + " agrees. An answer in the state HELD, or in any other that is no end, is not done yet: do not call the tool"
                    + " again, ask for it with " + Tools.STATUS
                    + " and its id. A refusal says why; the same call again is refused"
                    + " again.";

    private final Revision revision;
    private final String version;

    /** @param version ours */
    public Speech(Revision revision, String version) {
        this.revision = revision;
        this.version = version;
    }

    /** The answer to a request. */
    public ObjectNode answer(JsonNode id, ObjectNode result) {
        if (!revision.hasHandshake()) {
            result.put("resultType", "complete");
            result.withObjectProperty("_meta").set(Meta.SERVER, server());
        }
        var answer = message();
        answer.set("id", id);
        answer.set("result", result);
        return answer;
    }

    /** The answer to a request that is none, or to which there is none; {@code id} is null where it cannot be told. */
    public static ObjectNode error(@Nullable JsonNode id, RpcError error) {
        var answer = message();
        if (id != null) {
            answer.set("id", id);
        }
        answer.set("error", error.json());
        return answer;
    }

    /** How a client of the older kind begins. */
    public ObjectNode welcome(String offered) {
        var welcome = JSON.objectNode()
                .put("protocolVersion", Revision.answering(offered).text());
        welcome.set("capabilities", capabilities());
        welcome.set("serverInfo", server());
        return welcome.put("instructions", INSTRUCTIONS);
    }

    /** What a client may learn before it asks for anything. */
    public ObjectNode discovery() {
        var discovery = JSON.objectNode();
        Revision.texts().forEach(discovery.putArray("supportedVersions")::add);
        discovery.set("capabilities", capabilities());
        discovery.put("instructions", INSTRUCTIONS);
        return discovery.put("ttlMs", AN_HOUR).put("cacheScope", "public");
    }

    /** A list is a caller's own, and that of this moment. */
    public ObjectNode list(ArrayNode tools) {
        var list = JSON.objectNode();
        list.set("tools", tools);
        return revision.hasHandshake() ? list : list.put("ttlMs", 0).put("cacheScope", "private");
    }

    /** That a request goes on; {@code count} says how often that was told. */
    public static ObjectNode progress(JsonNode token, long count, String words) {
        var params = JSON.objectNode();
        params.set("progressToken", token);
        return notification(Notice.PROGRESS, params.put("progress", count).put("message", words));
    }

    /** That somebody who listens will be told of changed lists; the first thing that is said to them. */
    public static ObjectNode listening(JsonNode id, boolean toolsListChanged) {
        var params = subscribed(id);
        var told = params.putObject("notifications");
        if (toolsListChanged) {
            told.put("toolsListChanged", true);
        }
        return notification(Notice.LISTENING, params);
    }

    /** That the list of tools has changed; {@code subscription} is null where nobody asked for it by a request. */
    public static ObjectNode listChanged(@Nullable JsonNode subscription) {
        return notification(Notice.LIST_CHANGED, subscription == null ? JSON.objectNode() : subscribed(subscription));
    }

    /** That nothing more is told to somebody who listens. */
    public ObjectNode listened(JsonNode id) {
        return answer(id, subscribed(id));
    }

    private static ObjectNode subscribed(JsonNode id) {
        var params = JSON.objectNode();
        params.putObject("_meta").set(Meta.SUBSCRIPTION, id);
        return params;
    }

    private static ObjectNode capabilities() {
        var capabilities = JSON.objectNode();
        capabilities.putObject("tools").put("listChanged", true);
        return capabilities;
    }

    private ObjectNode server() {
        return JSON.objectNode()
                .put("name", "countersign")
                .put("title", "Countersign")
                .put("version", version);
    }

    private static ObjectNode notification(String method, ObjectNode params) {
        var notification = message().put("method", method);
        notification.set("params", params);
        return notification;
    }

    private static ObjectNode message() {
        return JSON.objectNode().put("jsonrpc", "2.0");
    }
}
