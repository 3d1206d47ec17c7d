package io.countersign.chaos.doors;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What comes on a connection, in time: a {@link SocketTimeoutException} says that the time is over, an {@link EOFException} that
 * the connection was closed before what was asked for.
 */
final class Received {

    private static final int CLOSED = -1;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Socket socket;
    private final InputStream in;
    private final long deadline;
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private long mostMillis = Long.MAX_VALUE;

    /** @param deadline as {@link System#nanoTime} has it */
    Received(Socket socket, long deadline) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.deadline = deadline;
    }

    /** Silence that lasts longer is an end of the time, too. */
    void waitNoLongerThan(Duration silence) {
        mostMillis = silence.toMillis();
    }

    /** The next line, without its end. */
    String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = present(); next != '\n'; next = present()) {
            line.write(next);
        }
        var text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** So many bytes; of what is cut off, as many as came. */
    void copy(long length, ByteArrayOutputStream to) throws IOException {
        for (long left = length; left > 0; left--) {
            to.write(present());
        }
    }

    /** Whatever comes until the connection is closed. */
    void copyAll(ByteArrayOutputStream to) throws IOException {
        for (int next = next(); next != CLOSED; next = next()) {
            to.write(next);
        }
    }

    /** All that has come, as text. */
    String all() {
        return all.toString(StandardCharsets.UTF_8);
    }

    private int present() throws IOException {
        int next = next();
        if (next == CLOSED) {
            throw new EOFException();
        }
        return next;
    }

    private int next() throws IOException {
        if (in.available() == 0) {
            long left = Math.min(mostMillis, (deadline - System.nanoTime()) / NANOS_PER_MILLI);
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) left);
        }
        int next = in.read();
        if (next != CLOSED) {
            all.write(next);
        }
        return next;
    }
}
