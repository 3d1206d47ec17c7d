package io.countersign.benchmarks.doors;

import io.countersign.benchmarks.Product;
import io.countersign.benchmarks.Results;
import io.countersign.contract.Topics;
import io.countersign.stack.DataDirectory;
import io.countersign.stack.LocalStack;
import io.countersign.stack.Ports;
import io.countersign.stack.Service;
import io.countersign.stack.identity.TokenRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** {@code POST /v1/intents} of {@value #USERS} users over the connections of a {@link ClosedLoop}. */
final class PostBench {

    private static final int USERS = 50;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration ROUND = Duration.ofSeconds(8);
    private static final int ROUNDS = 3;

    private final Results results;

    PostBench(Results results) {
        this.results = results;
    }

    /**
     * The door that does not wait for the decision, and the bare endpoint, in turns, once neither gets faster. Nobody decides
     * meanwhile: policy-stream would take the machine from both.
     */
    boolean beside() throws IOException, InterruptedException {
        var data = new DataDirectory(Files.createTempDirectory("countersign-bench"));
        try (var stack = LocalStack.open(data, Ports.free(), false)) {
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "end"));
            stack.broker().start();
            stack.registry().start();
            stack.provision(BareDoorProcess.ACTION);
            var intake = stack.service(Service.INTAKE, Map.of("COUNTERSIGN_LIMITS", "false"));
            intake.start();
            var bareDoor = new BareDoorProcess(stack, Topics.approved(BareDoorProcess.ACTION));
            bareDoor.start();
            try {
                var door = new ClosedLoop(
                        intake.url(),
                        posts(
                                intake.url(),
                                user -> stack.identity()
                                        .token(new TokenRequest("bench", user(user), "bench", null, Set.of("support"))),
                                "Prefer",
                                "respond-async"));
                var bare = new ClosedLoop(
                        bareDoor.url(),
                        number -> KeptConnection.post(bareDoor.url().resolve("/bare"), body(number)));
                return measured(door, bare);
            } finally {
                bareDoor.stop();
            }
        } finally {
            data.delete();
        }
    }

    private boolean measured(ClosedLoop door, ClosedLoop bare) throws IOException, InterruptedException {
        results.print("post-respond-async-when-new", door.run(WARM_UP, false), "requests/s");
        WarmUp.run(() -> bare.run(WARM_UP, false));
        WarmUp.run(() -> door.run(WARM_UP, false));
        for (int round = 0; round < ROUNDS; round++) {
            bare.run(ROUND, true);
            door.run(ROUND, true);
        }
        print("bare-endpoint", bare);
        print("post-respond-async", door);
        results.print("post-respond-async-of-bare", door.rate() / bare.rate(), "times");
        return bare.failed() + door.failed() == 0;
    }

    /** The door that waits for the decision, with everything that decides and executes. */
    boolean decided(Product product) throws IOException, InterruptedException {
        var loop = new ClosedLoop(product.intake(), posts(product.intake(), user -> product.token(user(user))));
        results.print("post-decided-when-new", loop.run(WARM_UP, false), "requests/s");
        WarmUp.run(() -> loop.run(WARM_UP, false));
        loop.run(ROUND.multipliedBy(ROUNDS), true);
        print("post-decided", loop);
        return loop.failed() == 0;
    }

    private void print(String name, ClosedLoop loop) {
        results.print(name, loop.rate(), "requests/s");
        results.latency(name, loop.micros());
        results.print(name + "-failed", loop.failed(), "requests");
    }

    private static ClosedLoop.Requests posts(URI door, IntFunction<String> token, String... headers) {
        var to = door.resolve("/v1/intents");
        var tokens = IntStream.range(0, USERS).mapToObj(token).toList();
        return number -> {
            var all = new String[headers.length + 2];
            System.arraycopy(headers, 0, all, 2, headers.length);
            all[0] = "Authorization";
            all[1] = "Bearer " + tokens.get(number % USERS);
            return KeptConnection.post(to, body(number), all);
        };
    }

    private static String user(int number) {
        return "user-" + number;
    }

    private static String body(int number) {
        return "{\"action\":\"echo\",\"parameters\":{\"n\":" + number + "}}";
    }
}
