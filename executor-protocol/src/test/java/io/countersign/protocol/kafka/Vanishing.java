package io.countersign.protocol.kafka;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A backend that says once that it is up, and refuses every connection from then on. */
final class Vanishing implements AutoCloseable {

    private final ServerSocket socket;

    private Vanishing(ServerSocket socket) {
        this.socket = socket;
    }

    /** On a free port. */
    static Vanishing start() {
        try {
            var vanishing = new Vanishing(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("vanishing").start(vanishing::answerOnce);
            return vanishing;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Nobody listens any more when the answer is read, and its connection is not kept. */
    private void answerOnce() {
        try (var asked = socket.accept()) {
            socket.close();
            readHead(asked);
            asked.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readHead(Socket asked) throws IOException {
        var in = new BufferedReader(new InputStreamReader(asked.getInputStream(), StandardCharsets.US_ASCII));
        String line;
        do {
            line = in.readLine();
        } while (line != null && !line.isEmpty());
    }
}
