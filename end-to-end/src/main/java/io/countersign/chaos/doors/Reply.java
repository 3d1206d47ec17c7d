package io.countersign.chaos.doors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;

/**
 * What came back.
 *
 * @param status 0 if the connection was closed without an answer
 * @param headers by their names in lower case
 * @param whole whether the answer came to the end that it announced, in time; of a connection that brought no answer, whether it was
 *     closed
 */
public record Reply(int status, Map<String, String> headers, String body, boolean whole) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 300;

    public Reply {
        headers = Map.copyOf(headers);
    }

    /** The answer to a message on a channel, as HTTP would have it; of none, an answer that did not come. */
    public static Reply of(JsonNode frame) {
        int status = frame.path("status").asInt();
        var type = status >= 400 ? "application/problem+json" : "application/json";
        return new Reply(
                status, Map.of("content-type", type), frame.path("data").toString(), status > 0);
    }

    /** A header's value; empty if there is none. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** The body as JSON; nothing if it is none. */
    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return JSON.missingNode();
        }
    }

    /** Whether it is of that media type. */
    boolean isOf(String mediaType) {
        return header("content-type").split(";", 2)[0].strip().equalsIgnoreCase(mediaType);
    }

    /** Status, type and the beginning of the body, on one line. */
    @Override
    public String toString() {
        var shown = body.length() <= SHOWN ? body : body.substring(0, SHOWN) + "...";
        return "%d %s %s%s"
                .formatted(status, header("content-type"), shown.replaceAll("\\R", " "), whole ? "" : " (and no end)");
    }
}
