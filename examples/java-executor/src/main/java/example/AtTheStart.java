package example;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Looks whether what an executor needs is there, and ends the program in one line if it is not. */
final class AtTheStart {

    private static final int PATIENCE_MILLIS = 5_000;

    private AtTheStart() {}

    /** A look at something that may be away. */
    interface Look {
        void now() throws IOException;
    }

    /**
     * Looks now.
     *
     * @param name the variable that says where it is
     */
    static void look(String what, String address, String name, Look look) {
        try {
            look.now();
        } catch (IOException | IllegalArgumentException failure) {
            System.err.printf(
                    isAway(failure)
                            ? "no %s at %s: %s; start the stack (./countersign up), or say in %s where it is%n"
                            : "%1$s at %2$s (%4$s): %3$s%n",
                    what, address, words(failure), name);
            System.exit(1);
        }
    }

    /** One bootstrap server is enough: it tells of the others. */
    static void connectToOneOf(String servers) throws IOException {
        var failure = new IOException("no server is named");
        for (var server : servers.split(",")) {
            try (var socket = new Socket()) {
                socket.connect(place(server.strip()), PATIENCE_MILLIS);
                return;
            } catch (IOException away) {
                failure = away;
            }
        }
        throw failure;
    }

    private static InetSocketAddress place(String server) {
        int colon = server.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(server + " has no port");
        }
        return new InetSocketAddress(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)));
    }

    /** The registry's address alone answers nothing of use; its list of subjects shows that it is a registry. */
    static void fetch(String registry) throws IOException {
        var connection = URI.create(registry + "/subjects").toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try (var answer = connection.getInputStream()) {
            answer.readAllBytes();
        }
    }

    /** A file of one's own, which no stack makes. */
    static void read(String file) throws IOException {
        if (!Files.isReadable(Path.of(file))) {
            throw new IOException("there is no such file, or it cannot be read");
        }
    }

    /** Nobody answered, or nothing is there: whoever answers is not away, even if it is a refusal. */
    private static boolean isAway(Throwable failure) {
        for (var why = failure; why != null; why = why.getCause()) {
            if (why instanceof ConnectException
                    || why instanceof HttpTimeoutException
                    || why instanceof NoSuchFileException
                    || why instanceof SocketTimeoutException
                    || why instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    private static String words(Exception failure) {
        var message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
