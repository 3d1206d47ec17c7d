package io.countersign.chaos.doors;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends requests byte by byte as they are written, each on a connection of its own. */
public final class RawHttp {

    private static final int SWITCHED = 101;
    private static final int NO_CONTENT = 204;

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
            return read(socket, new BufferedInputStream(socket.getInputStream()), deadline);
        }
    }

    private static Reply read(Socket socket, InputStream in, long deadline) throws IOException {
        var received = new ByteArrayOutputStream();
        boolean whole = true;
        @Nullable Head head = null;
        try {
            for (int next = next(socket, in, deadline, head); next >= 0; next = next(socket, in, deadline, head)) {
                received.write(next);
                if (head == null && next == '\n') {
                    head = Head.of(received);
                }
                if (head != null && received.size() >= head.end()) {
                    break;
                }
            }
        } catch (SocketTimeoutException late) {
            whole = false;
        } catch (SocketException reset) {
            // What came before it is the answer.
        }
        return head == null
                ? new Reply(0, Map.of(), received.toString(StandardCharsets.UTF_8), whole)
                : new Reply(head.status(), head.headers(), head.body(received.toByteArray()), whole);
    }

    private static int next(Socket socket, InputStream in, long deadline, @Nullable Head head) throws IOException {
        if (in.available() == 0) {
            long all = (deadline - System.nanoTime()) / 1_000_000;
            long left = head != null && head.isStream() ? Math.min(all, SILENCE.toMillis()) : all;
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) left);
        }
        return in.read();
    }

    /**
     * What stands before the body.
     *
     * @param length in bytes
     */
    private record Head(int status, Map<String, String> headers, int length) {

        /** Nothing if what was received is not all of it. */
        static @Nullable Head of(ByteArrayOutputStream received) {
            var text = received.toString(StandardCharsets.ISO_8859_1);
            if (!text.endsWith("\r\n\r\n")) {
                return null;
            }
            var headers = new HashMap<String, String>();
            text.lines().skip(1).filter(line -> line.contains(":")).forEach(line -> {
                var parts = line.split(":", 2);
                headers.putIfAbsent(parts[0].strip().toLowerCase(Locale.ROOT), parts[1].strip());
            });
            var words = text.split("[ \r]", 3);
            boolean says = words.length > 1 && words[1].matches("[1-5][0-9]{2}");
            return new Head(says ? Integer.parseInt(words[1]) : 0, headers, text.length());
        }

        boolean isStream() {
            return headers.getOrDefault("content-type", "").startsWith("text/event-stream");
        }

        /** Where the answer ends, also on a connection that stays open; what does not say so ends with its connection. */
        long end() {
            var bodyLength = headers.getOrDefault("content-length", "");
            if (status == SWITCHED || status == NO_CONTENT) {
                return length;
            }
            return bodyLength.matches("[0-9]{1,9}") ? length + Long.parseLong(bodyLength) : Long.MAX_VALUE;
        }

        String body(byte[] all) {
            var body = new ByteArrayOutputStream();
            if ("chunked".equalsIgnoreCase(headers.getOrDefault("transfer-encoding", ""))) {
                join(all, length, body);
            } else {
                body.write(all, length, all.length - length);
            }
            return body.toString(StandardCharsets.UTF_8);
        }
    }

    /** Each chunk has its length before it, in hexadecimal; what was cut off is taken as far as it came. */
    private static void join(byte[] all, int from, ByteArrayOutputStream body) {
        int at = from;
        while (at < all.length) {
            int lineEnd = at;
            while (lineEnd < all.length && all[lineEnd] != '\r') {
                lineEnd++;
            }
            var length = new String(all, at, lineEnd - at, StandardCharsets.US_ASCII).split(";", 2)[0].strip();
            if (!length.matches("[0-9a-fA-F]{1,7}")) {
                return;
            }
            int size = Integer.parseInt(length, 16);
            int begin = Math.min(lineEnd + 2, all.length);
            body.write(all, begin, Math.min(size, all.length - begin));
            at = begin + size + 2;
        }
    }
}
