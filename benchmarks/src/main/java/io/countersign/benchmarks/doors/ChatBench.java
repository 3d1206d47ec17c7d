package io.countersign.benchmarks.doors;

import io.countersign.benchmarks.ModelServer;
import io.countersign.benchmarks.Product;
import io.countersign.benchmarks.Results;
import io.countersign.benchmarks.WordTimes;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;

/**
 * A streamed chat through OpenAI's door, beside a direct call to the same model: what policy, budgets, audit log, two hops over
 * the broker and the executor add to the first word, and to each, once the product gets no faster.
 */
final class ChatBench {

    private static final int ROUND = 50;
    private static final int ROUNDS = 4;

    private final Results results;
    private final HttpClient client;
    private final URI direct;
    private final URI door;
    private final String token;
    private int number;
    private int failed;

    ChatBench(Results results, Product product, ModelServer model, HttpClient client) {
        this.results = results;
        this.client = client;
        direct = URI.create(model.url() + "/chat/completions");
        door = product.intake().resolve("/v1/chat/completions");
        token = "Bearer " + product.token("chatty");
    }

    boolean run() throws IOException, InterruptedException {
        results.print("chat-first-word-overhead-when-new-p50", round(WordTimes.none(), WordTimes.none()), "ms");
        WarmUp.run(() -> 1 / round(WordTimes.none(), WordTimes.none()));
        var ofDirect = WordTimes.none();
        var ofDoor = WordTimes.none();
        for (int round = 0; round < ROUNDS; round++) {
            round(ofDirect, ofDoor);
        }
        results.latency("chat-first-word-direct", ofDirect.first());
        results.latency("chat-first-word", ofDoor.first());
        results.print("chat-first-word-overhead-p50", ofDoor.firstBehind(ofDirect), "ms");
        results.latency("chat-word-from-model", ofDoor.each());
        results.print("chat-word-overhead-p50", ofDoor.eachBehind(ofDirect), "ms");
        results.print("chat-failed", failed, "streams");
        return failed == 0 && ofDoor.each().getTotalCount() == (long) ROUNDS * ROUND * ModelServer.WORDS;
    }

    /** {@value #ROUND} streams each way, in turns; how much later half of the first words came through the door, in milliseconds. */
    private double round(WordTimes ofDirect, WordTimes ofDoor) throws IOException, InterruptedException {
        for (int stream = 0; stream < ROUND; stream++) {
            var body = body(number++);
            WordTimes.ask(client, direct, body, ofDirect.listener());
            int status = WordTimes.ask(client, door, body, ofDoor.listener(), "Authorization", token);
            failed += status == HttpURLConnection.HTTP_OK ? 0 : 1;
        }
        return ofDoor.firstBehind(ofDirect);
    }

    private static String body(int number) {
        return "{\"model\":\"small\",\"stream\":true,\"stream_options\":{\"include_usage\":true},\"max_tokens\":200,"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"Say something, for the " + number + ". time\"}]}";
    }
}
