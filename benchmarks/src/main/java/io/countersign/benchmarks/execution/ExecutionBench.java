package io.countersign.benchmarks.execution;

import io.countersign.benchmarks.ModelServer;
import io.countersign.benchmarks.OpenLoop;
import io.countersign.benchmarks.Results;
import io.countersign.stack.DataDirectory;
import io.countersign.stack.LocalStack;
import io.countersign.stack.Ports;
import io.countersign.stack.Service;
import io.countersign.stack.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * From the approval on its topic to the outcome on its: what an executor adds to a call, how many calls it has at once, what a
 * route that stands still does to its neighbour, and how long a model's words take. The broker, backends and client share
 * this machine.
 */
public final class ExecutionBench {

    /** What can be measured by itself. */
    public enum Part {
        OVERHEAD,
        BLOCKED,
        STREAM,
        MANY
    }

    private static final int PARTITIONS = 4;
    private static final int RATE = 200;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration SPAN = Duration.ofSeconds(20);
    private static final int BLOCKED = 1_000;

    /** An executor that holds thousands of calls is given more than the one of a local stack. */
    private static final String LARGE_HEAP = "-Xmx700m";

    private final Results results;
    private final LocalStack stack;
    private final Path routes;
    private final Backend backend;
    private final ModelServer model;

    private ExecutionBench(Results results, LocalStack stack, Path routes, Backend backend, ModelServer model) {
        this.results = results;
        this.stack = stack;
        this.routes = routes;
        this.backend = backend;
        this.model = model;
    }

    /** True if everything that was handed over succeeded. */
    public static boolean run(Results results, Set<Part> parts) throws Exception {
        var data = new DataDirectory(Files.createTempDirectory("countersign-bench"));
        try (var stack = LocalStack.open(data, Ports.free(), false);
                var backend = new Backend();
                var model = new ModelServer()) {
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "end"));
            stack.broker().start();
            stack.registry().start();
            stack.provision("bench.echo", "bench.http", "bench.slow", "bench.blocked", "bench.chat");
            var routes = routes(data.root().resolve("bench-routes.yaml"), backend, model);
            return new ExecutionBench(results, stack, routes, backend, model).run(parts);
        } finally {
            data.delete();
        }
    }

    private static Path routes(Path file, Backend backend, ModelServer model) throws IOException {
        return Files.writeString(file, """
                routes:
                  - {action: bench.echo, connector: echo}
                  - {action: bench.http, connector: http, url: "%s"}
                  - {action: bench.slow, connector: http, url: "%s", inFlight: %d}
                  - {action: bench.blocked, connector: http, url: "%s"}
                  - {action: bench.chat, connector: llm, url: "%s", model: m}
                """.formatted(
                backend.url("/prompt"), backend.url("/slow"), ManyAtOnce.WANTED, backend.url("/blocked"), model.url()));
    }

    private boolean run(Set<Part> parts) throws Exception {
        boolean well = true;
        try (var handOver = new HandOver(stack, PARTITIONS)) {
            var executor = executor("executor-service", Map.of());
            for (var part : parts) {
                well &= switch (part) {
                    case OVERHEAD ->
                        overhead(handOver, "bench.echo", "approved-to-outcome-echo")
                                & overhead(handOver, "bench.http", "approved-to-outcome-http");
                    case BLOCKED -> blocked(handOver);
                    case STREAM -> new FirstToken(results, handOver, model).run();
                    case MANY -> {
                        executor.stop();
                        executor = executor("executor-large", Map.of("_JAVA_OPTIONS", LARGE_HEAP));
                        yield new ManyAtOnce(results, handOver, backend).run(executor.pid());
                    }
                };
            }
            executor.stop();
        }
        return well;
    }

    private ServiceProcess executor(String name, Map<String, String> settings) {
        var environment = new HashMap<>(settings);
        environment.put("COUNTERSIGN_ROUTES", routes.toString());
        var executor = stack.instance(Service.EXECUTOR, name, Ports.oneFree(), environment);
        executor.start();
        return executor;
    }

    private boolean overhead(HandOver handOver, String action, String name) {
        OpenLoop.run(RATE, WARM_UP, number -> handOver.succeeds(action, number));
        var outcome = OpenLoop.run(RATE, SPAN, number -> handOver.succeeds(action, number));
        results.latency(name + "-at-" + RATE, outcome.micros());
        return outcome.failed() == 0;
    }

    /** A backend that does not answer, and a thousand intents that wait for it. */
    private boolean blocked(HandOver handOver) {
        var alone = OpenLoop.run(RATE, SPAN, number -> handOver.succeeds("bench.http", number));
        for (int number = 0; number < BLOCKED; number++) {
            var unused = handOver.approve("bench.blocked", number);
        }
        var beside = OpenLoop.run(RATE, SPAN, number -> handOver.succeeds("bench.http", number));
        backend.unblock();
        results.latency("http-alone", alone.micros());
        results.latency("http-beside-a-blocked-route", beside.micros());
        results.print(
                "blocked-route-p99-ratio",
                (double) beside.micros().getValueAtPercentile(99)
                        / alone.micros().getValueAtPercentile(99),
                "times");
        return alone.failed() + beside.failed() == 0;
    }
}
