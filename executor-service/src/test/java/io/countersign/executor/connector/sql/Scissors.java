package io.countersign.executor.connector.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** Stands between a client and a server, and cuts the line when the client says a word. */
final class Scissors implements AutoCloseable {

    private final ServerSocket door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final int server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private volatile String word = "";
    private volatile boolean passOn;

    Scissors(int server) throws IOException {
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Cuts at this word, once; passed on or not, the client hears no answer to it. */
    void cutAt(String word, boolean passOn) {
        this.passOn = passOn;
        this.word = word;
    }

    @Override
    public void close() throws IOException {
        door.close();
        for (var socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var client = door.accept();
                var behind = new Socket(InetAddress.getLoopbackAddress(), server);
                open.addAll(List.of(client, behind));
                var silenced = new AtomicBoolean();
                Thread.ofVirtual().start(() -> pump(client, behind, this::cuts, silenced));
                Thread.ofVirtual().start(() -> pump(behind, client, said -> silenced.get(), silenced));
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** Ends, and with it the line, at a word that is cut; one that is passed on is answered into the void first. */
    private void pump(Socket from, Socket to, Predicate<String> isCut, AtomicBoolean silenced) {
        try (var in = from.getInputStream();
                var out = to.getOutputStream()) {
            var buffer = new byte[64 * 1024];
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                var cut = isCut.test(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                if (cut && (!passOn || silenced.get())) {
                    from.close();
                    to.close();
                    return;
                }
                if (cut) {
                    silenced.set(true);
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException gone) {
            // The other side sees it.
        }
    }

    private boolean cuts(String said) {
        if (word.isEmpty() || !said.contains(word)) {
            return false;
        }
        word = "";
        return true;
    }
}
