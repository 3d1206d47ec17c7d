package io.countersign.benchmarks.doors;

import io.countersign.benchmarks.ModelServer;
import io.countersign.benchmarks.Product;
import io.countersign.benchmarks.Results;
import io.countersign.benchmarks.WordTimes;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;

/**
 * A streamed chat through OpenAI's door, beside a direct call to the same model: what policy, budgets, audit log, two hops over
 * the broker and the executor add to the first word, and to each.
 */
final class ChatBench {

    private static final int WARM_UP = 150;
    private static final int STREAMS = 100;

    private final Results results;
    private final Product product;
    private final ModelServer model;

    ChatBench(Results results, Product product, ModelServer model) {
        this.results = results;
        this.product = product;
        this.model = model;
    }

    boolean run() throws IOException, InterruptedException {
        var direct = WordTimes.none();
        var door = WordTimes.none();
        var models = URI.create(model.url() + "/chat/completions");
        var chats = product.intake().resolve("/v1/chat/completions");
        var token = "Bearer " + product.token("chatty");
        int failed = 0;
        try (var client = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
            for (int number = 0; number < WARM_UP + STREAMS; number++) {
                boolean counts = number >= WARM_UP;
                var body = body(number);
                WordTimes.ask(client, models, body, (counts ? direct : WordTimes.none()).listener());
                int status = WordTimes.ask(
                        client, chats, body, (counts ? door : WordTimes.none()).listener(), "Authorization", token);
                failed += status == HttpURLConnection.HTTP_OK ? 0 : 1;
            }
        }
        results.latency("chat-first-word-direct", direct.first());
        results.latency("chat-first-word", door.first());
        results.print("chat-first-word-overhead-p50", door.firstBehind(direct), "ms");
        results.latency("chat-word-from-model", door.each());
        results.print("chat-word-overhead-p50", door.eachBehind(direct), "ms");
        results.print("chat-failed", failed, "streams");
        return failed == 0 && door.each().getTotalCount() == (long) STREAMS * ModelServer.WORDS;
    }

    private static String body(int number) {
        return "{\"model\":\"small\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"max_tokens\":200,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Say something, for the " + number + ". time\"}]}";
    }
}
