package io.countersign.benchmarks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The whole way, from POST to decision and to outcome, of the {@code echo} action at 100 intents a second, and the
 * highest rate at which decisions keep up. Client, broker, registry, database and four services share this machine.
 */
final class SmokeBench {

    private static final int USERS = 50;
    private static final int RATE = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration SPAN = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofSeconds(8);
    private static final List<Integer> RATES = List.of(200, 400, 600, 800, 1000, 1500, 2000, 3000);

    /** A rate counts as sustained if almost all calls were answered well, 99 of 100 within this time. */
    private static final double SUSTAINED_P99_MILLIS = 1000;

    private final HttpClient client;
    private final Product product;
    private final List<String> tokens;

    private SmokeBench(HttpClient client, Product product) {
        this.client = client;
        this.product = product;
        this.tokens = IntStream.range(0, USERS)
                .mapToObj(user -> product.token("user-" + user))
                .toList();
    }

    static boolean run(Results results) throws IOException {
        long begin = System.nanoTime();
        try (var product = Product.start();
                var client = HttpClient.newHttpClient()) {
            results.print("stack-up", (System.nanoTime() - begin) / 1e9, "s");
            return new SmokeBench(client, product).measure(results);
        }
    }

    private boolean measure(Results results) {
        OpenLoop.run(RATE, WARM_UP, number -> post(number, "wait=20") == 200);
        var decision = OpenLoop.run(RATE, SPAN, number -> post(number, "") == 202);
        results.latency("post-to-decision-at-100", decision.micros());
        var outcome = OpenLoop.run(RATE, SPAN, number -> post(number, "wait=20") == 200);
        results.latency("post-to-outcome-at-100", outcome.micros());
        results.print("failed-at-100", decision.failed() + outcome.failed(), "calls");
        results.print("highest-sustained-rate", highestRate(results), "intents/s");
        return decision.failed() + outcome.failed() == 0;
    }

    private double highestRate(Results results) {
        double highest = 0;
        for (int rate : RATES) {
            var step = OpenLoop.run(rate, STEP, number -> post(number, "") == 202);
            double p99 = step.micros().getValueAtPercentile(99) / 1000.0;
            results.note("offered %d/s: %.0f/s answered, p99 %.0f ms, %d failed"
                    .formatted(rate, step.rate(), p99, step.failed()));
            boolean sustained = p99 <= SUSTAINED_P99_MILLIS && step.failed() * 100 <= step.well();
            if (!sustained) {
                break;
            }
            highest = step.rate();
        }
        return highest;
    }

    private int post(int number, String prefer) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(product.intake().resolve("/v1/intents"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + tokens.get(number % USERS))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"action\":\"echo\",\"parameters\":{\"n\":" + number + "}}"));
        if (!prefer.isEmpty()) {
            request.header("Prefer", prefer);
        }
        return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
