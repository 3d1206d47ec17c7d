package io.countersign.intake.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Messages of JSON-RPC as server-sent events. They have no ids: nothing of such a stream can be had again. */
final class RpcEvents {
    private final OutputStream out;

    RpcEvents(OutputStream out) {
        this.out = out;
    }

    /** One message; an {@link IOException} if the client has gone away. */
    void say(ObjectNode message) throws IOException {
        write("event: message\ndata: " + message + "\n\n");
    }

    /** A comment: it shows both sides that the other is still there. */
    void alive() throws IOException {
        write(":\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
