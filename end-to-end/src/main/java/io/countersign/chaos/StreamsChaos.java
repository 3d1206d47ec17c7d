package io.countersign.chaos;

import io.countersign.stack.Ports;
import io.countersign.stack.Service;
import io.countersign.stack.ServiceProcess;
import io.countersign.stack.process.Await;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Streams are read while the doors that show them are killed: whoever comes back, to whichever door, goes on where it was.
 * Every reader has to end with exactly the pieces that were produced, in order, each once.
 */
public final class StreamsChaos {

    private static final Duration UP_WITHIN = Duration.ofMinutes(3);
    private static final Duration READS_FOR = Duration.ofMinutes(5);
    private static final int OWNERS = 20;

    private final Results results;
    private final Plan plan;

    /**
     * What is to happen.
     *
     * @param streams how many are read beside each other
     * @param pieces how many each of them has
     * @param kills how often a door is killed while they are
     */
    public record Plan(int streams, int pieces, Duration betweenPieces, int kills, Duration betweenKills, long seed) {}

    /** One stream, read to its end. */
    public record Read(String question, StreamReader reader) {}

    StreamsChaos(Results results, Plan plan) {
        this.results = results;
        this.plan = plan;
    }

    /** True if every guarantee held. */
    boolean run() throws IOException, InterruptedException, ExecutionException {
        var begun = Instant.now();
        results.note("%d streams of %d pieces, %d kills of one of two doors, seed %d"
                .formatted(plan.streams(), plan.pieces(), plan.kills(), plan.seed()));
        try (var chaos = ChaosStack.start();
                var model = StreamingModel.start(plan.pieces(), plan.betweenPieces());
                var product = Product.start(chaos.stack(), setup(model))) {
            var read = strike(
                    product,
                    model,
                    plan,
                    kill -> results.note("kill %d: %s, with %d answers under way"
                            .formatted(kill.number(), kill.service(), kill.inFlight())));
            boolean well = tell(read, model);
            results.seconds("duration", Duration.between(begun, Instant.now()));
            if (well) {
                chaos.forget();
            }
            return well;
        }
    }

    /** The folder with the bundle that it is about. */
    public static Path policy() {
        return ChaosStack.policy("streams");
    }

    /** A product whose model is that one. */
    private static Product.Setup setup(StreamingModel model) {
        var routes = """
                routes:
                  - {action: llm.chat, connector: llm, url: "%s", model: patient, inFlight: 256}
                """.formatted(model.url());
        return new Product.Setup(policy(), routes, 1, Conduct.steady(Duration.ZERO));
    }

    /** Reads all streams while a second door is there, and one of the two is killed now and then. */
    public static List<Read> strike(Product product, StreamingModel model, Plan plan, Consumer<Kills.Kill> each)
            throws InterruptedException, ExecutionException {
        var second =
                product.stack().instance(Service.INTAKE, "intake-service-2", Ports.oneFree(), Product.WITHOUT_LIMITS);
        second.start();
        var services = List.of(product.intake(), second);
        try (var client = HttpClient.newHttpClient();
                var readers = Executors.newVirtualThreadPerTaskExecutor();
                var agents = new Agents(product);
                var kills = new Kills(services, model::streaming, plan.seed())) {
            var reads = new ArrayList<Callable<Read>>();
            for (int number = 0; number < plan.streams(); number++) {
                var name = "q" + number;
                var owner = "reader-" + number % OWNERS;
                reads.add(() -> read(product, client, agents, services, owner, name));
            }
            var underWay = reads.stream().map(readers::submit).toList();
            Await.until(UP_WITHIN, () -> model.streaming() >= Math.min(plan.streams(), 8));
            kills.strike(plan.kills(), plan.betweenKills(), each);
            var read = new ArrayList<Read>();
            for (var future : underWay) {
                read.add(future.get());
            }
            return read;
        } finally {
            second.kill();
        }
    }

    private static Read read(
            Product product,
            HttpClient client,
            Agents agents,
            List<ServiceProcess> services,
            String owner,
            String question)
            throws InterruptedException {
        var parameters = "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}".formatted(question);
        var intentId = Optional.<String>empty();
        while (intentId.isEmpty()) {
            intentId = agents.submit(owner, question, "llm.chat", parameters);
        }
        var doors = new ArrayList<>(services.stream().map(ServiceProcess::url).toList());
        Collections.rotate(doors, question.hashCode());
        var reader = new StreamReader(client, doors, product.token(owner), intentId.get());
        reader.read(READS_FOR);
        return new Read(question, reader);
    }

    /** What is wrong with what was read. */
    public static List<String> violations(List<Read> reads, StreamingModel model) {
        var violations = new ArrayList<String>();
        for (var read : reads) {
            var reader = read.reader();
            reader.objections().forEach(objection -> violations.add(read.question() + ": " + objection));
            var words = String.join("", reader.pieces());
            var answer = String.join("", model.answerTo(read.question()));
            if (!words.equals(answer)) {
                violations.add(
                        read.question() + ": read " + reader.pieces().size() + " pieces that are not the answer");
            }
            if (!reader.states().getLast().equals("SUCCEEDED")) {
                violations.add(read.question() + ": ended " + reader.states().getLast());
            }
        }
        return violations;
    }

    private boolean tell(List<Read> reads, StreamingModel model) {
        results.count("streams", reads.size(), "streams");
        results.count(
                "pieces",
                reads.stream().mapToInt(read -> read.reader().pieces().size()).sum(),
                "pieces");
        results.count(
                "connections",
                reads.stream().mapToInt(read -> read.reader().connections()).sum(),
                "connections");
        results.count(
                "resumed",
                reads.stream().filter(read -> read.reader().connections() > 1).count(),
                "streams");
        return results.violations(violations(reads, model));
    }
}
