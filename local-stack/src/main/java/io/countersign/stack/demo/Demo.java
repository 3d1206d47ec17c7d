package io.countersign.stack.demo;

import io.countersign.stack.launch.Launch;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** The demo's own servers, and the scenarios played against a running stack. */
public final class Demo implements AutoCloseable {

    private final DemoBackend backend;
    private final DemoModel model;

    private Demo(DemoBackend backend, DemoModel model) {
        this.backend = backend;
        this.model = model;
    }

    /** Starts the demo's own backend and model on free ports. */
    public static Demo open() {
        return new Demo(DemoBackend.start(), DemoModel.start());
    }

    /** Writes the routes that the executor is to be started with; {@code COUNTERSIGN_MODEL_URL} replaces the model. */
    public Path routes(Path file, Map<String, String> environment) {
        return DemoRoutes.write(file, backend.url(), DemoRoutes.Model.of(model.url(), environment));
    }

    /** Plays every scenario and tells it as a table; true if all ended as they should. */
    public boolean play(Launch launch, PrintStream out) {
        out.printf(
                "%nDemo backend at %s and demo model at %s are small local servers of the demo's own.%n%n",
                url(), model.url());
        var table = new Table(out);
        try (var client = HttpClient.newHttpClient();
                var side = Executors.newVirtualThreadPerTaskExecutor()) {
            var world = new World(launch, backend, client);
            var running = Scenarios.together().stream()
                    .map(scenario -> side.submit(() -> play(scenario, world, table)))
                    .toList();
            for (var one : running) {
                one.get();
            }
            Scenarios.alone().forEach(scenario -> play(scenario, world, table));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a scenario tells what fails, it does not throw", e);
        }
        return table.close();
    }

    private URI url() {
        return backend.url();
    }

    private static void play(Scenario scenario, World world, Table table) {
        long begin = System.nanoTime();
        Scenario.Told told;
        try {
            told = scenario.play().in(world);
        } catch (RuntimeException e) {
            told = Scenario.Told.badly(String.valueOf(e.getMessage()));
        }
        table.add(scenario, told, Duration.ofNanos(System.nanoTime() - begin));
    }

    /** What else to try while the stack stays up and takes intents at this address. */
    public static List<String> hints(String intake) {
        return List.of(
                "open " + intake + "/, the playground, as ana: ask a model, and see what her agent has asked for",
                "sign in at the desk as fiona (finance + reviewer), and see what was held, refused and unknown",
                "TOKEN=$(./countersign token --tenant acme --user ana --agent bot --roles support)",
                "curl -s -w '\\n' -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' -d '{\"action\":\"orders.refund\",\"parameters\":{\"order\":\"A7\",\"amount\":250}}' "
                        + intake + "/v1/intents");
    }

    @Override
    public void close() {
        backend.close();
        model.close();
    }
}
