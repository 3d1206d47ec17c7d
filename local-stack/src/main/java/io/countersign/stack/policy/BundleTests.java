package io.countersign.stack.policy;

import io.countersign.stack.Installation;
import io.countersign.stack.Service;
import io.countersign.stack.StackException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Runs a bundle's own tests by policy-stream's compiler, in a JVM of its own; nothing else has to be running. */
public final class BundleTests {

    private static final String MAIN = "io.countersign.policystream.PolicyTestMain";
    private static final String HEAP = "256m";

    private BundleTests() {}

    /** Tells of each test on standard output, of problems on standard error; the status is 0 if there are none. */
    public static int run(BundleFiles bundle) throws InterruptedException {
        try {
            var tests = new ProcessBuilder(command(bundle))
                    .redirectOutput(Redirect.INHERIT)
                    .redirectError(Redirect.INHERIT)
                    .start();
            try (var input = tests.getOutputStream()) {
                input.write(bundle.stream().getBytes(StandardCharsets.UTF_8));
            }
            return tests.waitFor();
        } catch (IOException e) {
            throw new StackException("cannot run the policy's tests: " + e, e);
        }
    }

    private static List<String> command(BundleFiles bundle) {
        var installation = Installation.current();
        var module = Service.POLICY_STREAM.module();
        if (!Files.exists(installation.service(module))) {
            throw new StackException(module + " is not built");
        }
        var command = new ArrayList<>(installation.frugal("policy-test", HEAP));
        command.addAll(List.of(
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                installation.serviceClassPath(module),
                MAIN,
                bundle.directory().toString()));
        return command;
    }
}
