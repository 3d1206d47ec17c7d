package io.countersign.intake.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes server-sent events, each at once. An {@link IOException} says that the client has gone away. */
final class EventWriter {
    private final OutputStream out;

    EventWriter(OutputStream out) {
        this.out = out;
    }

    /** An event without a name; {@code data} is one line. */
    void event(String data) throws IOException {
        write("data: " + data + "\n\n");
    }

    /** An event of that name. */
    void event(String name, String data) throws IOException {
        write("event: " + name + "\ndata: " + data + "\n\n");
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
