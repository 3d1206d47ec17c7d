package io.countersign.chaos.doors;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends requests byte by byte as they are written, each on a connection of its own. */
public final class RawHttp {

    /** A stream that has said nothing for so long may go on for ever. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final Duration within;

    /** @param within how long an answer may take, its body included */
    public RawHttp(Duration within) {
        this.within = within;
    }

    /** The answer; of a connection that becomes another protocol's, its head. */
    public Reply send(URI door, Ask ask) throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), door.getPort())) {
            try {
                socket.getOutputStream().write(ask.bytes("127.0.0.1:" + door.getPort()));
                socket.getOutputStream().flush();
            } catch (SocketException refusedBeforeItsEnd) {
                // Whoever refuses a request may do so before all of it has come: the answer is there to be read.
            }
            return read(new Received(socket, deadline));
        }
    }

    private static Reply read(Received in) throws IOException {
        var body = new ByteArrayOutputStream();
        @Nullable Head head = null;
        boolean whole;
        try {
            head = Head.read(in);
            whole = read(head, in, body);
        } catch (SocketTimeoutException late) {
            whole = false;
        } catch (EOFException | SocketException cutOff) {
            // Where there is no head, nothing was announced: no answer came.
            whole = head == null;
        }
        return head == null
                ? new Reply(0, Map.of(), in.all(), whole)
                : new Reply(head.status(), head.headers(), body.toString(StandardCharsets.UTF_8), whole);
    }

    /** Whether the body came to its end, which a head that announces none leaves to the end of the connection. */
    private static boolean read(Head head, Received in, ByteArrayOutputStream body) throws IOException {
        if (head.isStream()) {
            in.waitNoLongerThan(SILENCE);
        }
        return switch (head.end()) {
            case Head.End.Length(long bytes) -> {
                in.copy(bytes, body);
                yield true;
            }
            case Head.End.LastChunk chunked -> chunks(in, body);
            case Head.End.OfConnection open -> {
                in.copyAll(body);
                yield true;
            }
        };
    }

    /** Each chunk has its length before it, in hexadecimal; the last has none, and may have lines after it. */
    private static boolean chunks(Received in, ByteArrayOutputStream body) throws IOException {
        for (int length = length(in.line()); length >= 0; length = length(in.line())) {
            in.copy(length, body);
            var after = in.line();
            if (length == 0) {
                while (!after.isEmpty()) {
                    after = in.line();
                }
                return true;
            }
            if (!after.isEmpty()) {
                return false;
            }
        }
        return false;
    }

    /** Less than nothing if the line says none. */
    private static int length(String line) {
        var length = line.split(";", 2)[0].strip();
        return length.matches("[0-9a-fA-F]{1,7}") ? Integer.parseInt(length, 16) : -1;
    }
}
