package io.countersign.executor;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Two servers with OpenAI's chat completions that nobody here wrote, from npm. */
final class ModelServers implements AutoCloseable {

    private static final Path NPM = Path.of("src/test/npm").toAbsolutePath();

    private final int firstPort;
    private final int secondPort;
    private final Process first;
    private final Process second;

    /** Starts both; what they say goes to files in the folder. */
    ModelServers(Path folder) throws IOException {
        firstPort = freePort();
        secondPort = freePort();
        first = start(
                List.of("@copilotkit/aimock/dist/cli.js", "-p", "" + firstPort, "-c", "8", "-f", "aimock.json"),
                Map.of(),
                folder.resolve("aimock.log"));
        second = start(
                List.of("@dwmkerr/mock-llm/dist/main.js", "--config", "mock-llm.yaml"),
                Map.of("HOST", "127.0.0.1", "PORT", "" + secondPort),
                folder.resolve("mock-llm.log"));
        await().until(() -> answers(firstPort) && answers(secondPort));
    }

    /** Where everything must be tested, what is missing is a failure. */
    static boolean areWanted() {
        return areInstalled() || "true".equals(System.getenv("CI"));
    }

    /** True if {@code npm ci} was run. */
    static boolean areInstalled() {
        return Files.exists(NPM.resolve("node_modules/.package-lock.json"));
    }

    /** aimock, which streams with usage and can fail in many ways. */
    String first() {
        return "http://127.0.0.1:" + firstPort + "/v1";
    }

    /** mock-llm, which reports no usage, and errors with status 200. */
    String second() {
        return "http://127.0.0.1:" + secondPort + "/v1";
    }

    private static Process start(List<String> program, Map<String, String> environment, Path log) throws IOException {
        var command = new ProcessBuilder("node", "node_modules/" + program.getFirst());
        command.command().addAll(program.subList(1, program.size()));
        command.environment().putAll(environment);
        return command.directory(NPM.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (var server : List.of(first, second)) {
            server.destroy();
            if (!server.waitFor(10, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }
    }
}
