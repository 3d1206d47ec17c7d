package io.countersign.protocol.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.countersign.stack.LocalStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * An example of an executor, run as a process of its own on the shared stack.
 *
 * @param log where what it says is kept
 */
record ExampleExecutor(Process process, Path log) implements AutoCloseable {

    /**
     * Starts one.
     *
     * @param folder where what it says is kept, under the name of its group
     * @param backend where it sends what it is asked for
     */
    static ExampleExecutor start(
            ProcessBuilder example,
            Path folder,
            FakePolicyStream policyStream,
            String group,
            String action,
            String backend)
            throws IOException {
        return start(
                example,
                folder,
                policyStream,
                Map.of("COUNTERSIGN_GROUP", group, "COUNTERSIGN_ACTION", action, "BACKEND", backend));
    }

    /** Starts one with these settings, which need not name what the stack has. */
    static ExampleExecutor start(
            ProcessBuilder example, Path folder, FakePolicyStream policyStream, Map<String, String> settings)
            throws IOException {
        var stack = LocalStack.shared();
        var keys = Files.createTempFile(folder, "keys", ".json");
        Files.writeString(keys, policyStream.keys().fetch());
        var environment = example.environment();
        environment.put("COUNTERSIGN_KAFKA", stack.broker().bootstrapServers());
        environment.put("COUNTERSIGN_REGISTRY", stack.registry().url());
        environment.put("COUNTERSIGN_KEYS", keys.toString());
        environment.putAll(settings);
        var log = Files.createTempFile(folder, "executor", ".log");
        return new ExampleExecutor(
                example.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
    }

    /** What each of them needs at its start: what that is, the variable that says where, and an address with a place for a port. */
    static Stream<Arguments> needs() {
        return Stream.of(
                arguments("Kafka", "COUNTERSIGN_KAFKA", "127.0.0.1:%d"),
                arguments("schema registry", "COUNTERSIGN_REGISTRY", "http://127.0.0.1:%d/apis/ccompat/v7"),
                arguments("keys", "COUNTERSIGN_KEYS", "http://127.0.0.1:%d/v1/keys"));
    }

    /**
     * One that finds nobody where it looks for something says so in a line, and ends.
     *
     * @param name the variable that says where to look
     * @param address with a place for a port
     */
    static void complains(
            ProcessBuilder example,
            Path folder,
            FakePolicyStream policyStream,
            String what,
            String name,
            String address)
            throws Exception {
        try (var nobody = new Socket()) {
            // A port that is bound and does not listen is taken, and whoever connects is refused.
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var place = address.formatted(nobody.getLocalPort());
            var said =
                    complains(example, folder, policyStream, Map.of(name, place), "no " + what + " at " + place + ": ");
            assertThat(said).endsWith("start the stack (./countersign up), or say in " + name + " where it is\n");
        }
    }

    /** One that cannot do with its settings says so in a line that begins like this, and ends. Answers the line. */
    static String complains(
            ProcessBuilder example,
            Path folder,
            FakePolicyStream policyStream,
            Map<String, String> settings,
            String begin)
            throws Exception {
        var all = new HashMap<>(settings);
        all.putIfAbsent("COUNTERSIGN_ACTION", "orders.refund");
        try (var executor = start(example, folder, policyStream, all)) {
            assertThat(executor.process().waitFor(60, TimeUnit.SECONDS))
                    .as("it ends")
                    .isTrue();
            assertThat(executor.process().exitValue()).isOne();
            assertThat(executor.said()).startsWith(begin).hasLineCount(1);
            return executor.said();
        }
    }

    /** All that it has said. */
    String said() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
