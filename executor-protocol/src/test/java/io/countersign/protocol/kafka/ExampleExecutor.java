package io.countersign.protocol.kafka;

import io.countersign.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An example of an executor, run as a process of its own on the shared stack. */
record ExampleExecutor(Process process) implements AutoCloseable {

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
        var stack = LocalStack.shared();
        var keys = Files.writeString(
                folder.resolve(group + ".json"), policyStream.keys().fetch());
        var environment = example.environment();
        environment.put("COUNTERSIGN_KAFKA", stack.broker().bootstrapServers());
        environment.put("COUNTERSIGN_REGISTRY", stack.registry().url());
        environment.put("COUNTERSIGN_KEYS", keys.toString());
        environment.put("COUNTERSIGN_GROUP", group);
        environment.put("COUNTERSIGN_ACTION", action);
        environment.put("BACKEND", backend);
        return new ExampleExecutor(example.redirectErrorStream(true)
                .redirectOutput(folder.resolve(group + ".log").toFile())
                .start());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
