package example;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

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
        } catch (IOException | IllegalArgumentException away) {
            System.err.printf(
                    "no %s at %s: %s; start the stack (./countersign up), or say in %s where it is%n",
                    what, address, words(away), name);
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

    private static String words(Exception away) {
        var message = away.getMessage();
        return away.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
