package io.countersign.benchmarks.execution;

import io.countersign.benchmarks.Results;
import io.countersign.v1.OutcomeStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;

/** A model's words by way of the executor, beside a direct call to the same model: the first one, and each. */
final class FirstToken {

    private static final int WARM_UP = 40;
    private static final int STREAMS = 80;
    private static final String REQUEST = "{\"messages\":[{\"content\":\"Say something\",\"role\":\"user\"}]}";
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);

    private final Results results;
    private final HandOver handOver;
    private final ModelServer model;

    FirstToken(Results results, HandOver handOver, ModelServer model) {
        this.results = results;
        this.handOver = handOver;
        this.model = model;
    }

    /** What was seen of streams, in microseconds. */
    private record Seen(ConcurrentHistogram first, ConcurrentHistogram each) {

        static Seen nothing() {
            return new Seen(new ConcurrentHistogram(LONGEST_MICROS, 3), new ConcurrentHistogram(LONGEST_MICROS, 3));
        }

        /** Listens to one stream that is asked for now. */
        Consumer<String> listener() {
            long asked = System.nanoTime();
            var any = new boolean[1];
            return event -> ModelServer.leftAt(event).ifPresent(left -> {
                long now = System.nanoTime();
                each.recordValue((now - left) / 1000);
                if (!any[0]) {
                    any[0] = true;
                    first.recordValue((now - asked) / 1000);
                }
            });
        }
    }

    boolean run() throws Exception {
        var direct = Seen.nothing();
        var through = Seen.nothing();
        try (var client = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
            for (int number = 0; number < WARM_UP + STREAMS; number++) {
                boolean counts = number >= WARM_UP;
                direct(client, (counts ? direct : Seen.nothing()).listener());
                if (!through(number, (counts ? through : Seen.nothing()).listener())) {
                    results.note("a stream by way of the executor did not succeed");
                    return false;
                }
            }
        }
        results.latency("first-token-direct", direct.first());
        results.latency("first-token-from-approval", through.first());
        results.print("first-token-overhead-p50", median(through.first()) - median(direct.first()), "ms");
        results.latency("chunk-direct", direct.each());
        results.latency("chunk-from-model", through.each());
        results.print("chunk-overhead-p50", median(through.each()) - median(direct.each()), "ms");
        boolean all = through.each().getTotalCount() == (long) STREAMS * ModelServer.WORDS;
        if (!all) {
            results.note("%d words of %d came by way of the executor"
                    .formatted(through.each().getTotalCount(), STREAMS * ModelServer.WORDS));
        }
        return all;
    }

    private static double median(ConcurrentHistogram micros) {
        return micros.getValueAtPercentile(50) / 1000.0;
    }

    private boolean through(int number, Consumer<String> words) throws Exception {
        return handOver.approve("bench.chat", number, REQUEST, words)
                        .get(60, TimeUnit.SECONDS)
                        .getStatus()
                == OutcomeStatus.SUCCEEDED;
    }

    private void direct(HttpClient client, Consumer<String> words) throws IOException, InterruptedException {
        var body = REQUEST.substring(0, REQUEST.length() - 1)
                + ",\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
        var request = HttpRequest.newBuilder(URI.create(model.url() + "/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        client.send(request, BodyHandlers.ofLines()).body().forEach(words);
    }
}
