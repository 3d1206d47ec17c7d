package io.countersign.intake.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.door.identity.Caller;
import io.countersign.intake.waiting.CallsUnderWay;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request of an MCP client, as far as it is not in the message.
 *
 * @param until when the token ends to be good
 * @param session the one that actions run in
 * @param conversation what the client was given to tell its calls from those of others
 * @param keys the values of the header {@code Idempotency-Key}
 */
record Visit(
        Caller caller,
        String token,
        Instant until,
        @Nullable String session,
        @Nullable String conversation,
        List<String> keys,
        boolean takesJson,
        boolean takesEvents) {

    static Visit of(Caller caller, String token, Instant until, HttpHeaders headers) {
        return new Visit(
                caller,
                token,
                until,
                headers.getHeaderString("Countersign-Session"),
                headers.getHeaderString(McpResource.CONVERSATION),
                Bodies.values(headers, "Idempotency-Key"),
                takes(headers, MediaType.APPLICATION_JSON_TYPE),
                takes(headers, MediaType.SERVER_SENT_EVENTS_TYPE));
    }

    /** What the client calls one of its requests; null where it cannot be told from those of others. */
    CallsUnderWay.@Nullable Name name(JsonNode request) {
        return conversation == null
                ? null
                : new CallsUnderWay.Name(caller.owner(), caller.agent(), conversation, request.toString());
    }

    IntentStreams.Listening listening(Instant atMost) {
        return new IntentStreams.Listening(caller.owner(), token, atMost.isBefore(until) ? atMost : until);
    }

    private static boolean takes(HttpHeaders headers, MediaType type) {
        return headers.getAcceptableMediaTypes().stream().anyMatch(type::isCompatible);
    }
}
