package io.countersign.intake.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Messages of JSON-RPC as server-sent events. They have no ids: nothing of such a stream can be had again. */
final class RpcEvents {
    private final EventWriter events;

    RpcEvents(EventWriter events) {
        this.events = events;
    }

    /** One message; an {@link IOException} if the client has gone away. */
    void say(ObjectNode message) throws IOException {
        events.event("message", message.toString());
    }

    /** Something that is no message. */
    void alive() throws IOException {
        events.alive();
    }
}
