package io.countersign.benchmarks.execution;

import io.countersign.benchmarks.ModelServer;
import io.countersign.benchmarks.Results;
import io.countersign.benchmarks.WordTimes;
import io.countersign.v1.OutcomeStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A model's words by way of the executor, beside a direct call to the same model: the first one, and each. */
final class FirstToken {

    private static final int WARM_UP = 40;
    private static final int STREAMS = 80;
    private static final String REQUEST = "{\"messages\":[{\"content\":\"Say something\",\"role\":\"user\"}]}";

    private final Results results;
    private final HandOver handOver;
    private final ModelServer model;

    FirstToken(Results results, HandOver handOver, ModelServer model) {
        this.results = results;
        this.handOver = handOver;
        this.model = model;
    }

    boolean run() throws Exception {
        var direct = WordTimes.none();
        var through = WordTimes.none();
        try (var client = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
            for (int number = 0; number < WARM_UP + STREAMS; number++) {
                boolean counts = number >= WARM_UP;
                direct(client, (counts ? direct : WordTimes.none()).listener());
                if (!through(number, (counts ? through : WordTimes.none()).listener())) {
                    results.note("a stream by way of the executor did not succeed");
                    return false;
                }
            }
        }
        results.latency("first-token-direct", direct.first());
        results.latency("first-token-from-approval", through.first());
        results.print("first-token-overhead-p50", through.firstBehind(direct), "ms");
        results.latency("chunk-direct", direct.each());
        results.latency("chunk-from-model", through.each());
        results.print("chunk-overhead-p50", through.eachBehind(direct), "ms");
        boolean all = through.each().getTotalCount() == (long) STREAMS * ModelServer.WORDS;
        if (!all) {
            results.note("%d words of %d came by way of the executor"
                    .formatted(through.each().getTotalCount(), STREAMS * ModelServer.WORDS));
        }
        return all;
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
        WordTimes.ask(client, URI.create(model.url() + "/chat/completions"), body, words);
    }
}
