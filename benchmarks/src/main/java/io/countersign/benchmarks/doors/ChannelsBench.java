package io.countersign.benchmarks.doors;

import io.countersign.benchmarks.Product;
import io.countersign.benchmarks.Results;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * {@value #CHANNELS} channels of as many users: what one costs that only waits, and how long it takes until all of them,
 * cut off at once, have come back and heard what they missed: one intent each.
 */
final class ChannelsBench {

    private static final int CHANNELS = 1_000;
    private static final int ACCEPTED = 202;
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(3);
    private static final long SETTLING_MILLIS = 20_000;

    private final Results results;
    private final Product product;
    private final List<String> tokens;

    ChannelsBench(Results results, Product product) {
        this.results = results;
        this.product = product;
        tokens = IntStream.range(0, CHANNELS)
                .mapToObj(user -> product.token("listener-" + user))
                .toList();
    }

    boolean run() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            // What the first channels bring along, such as classes, is not theirs.
            all(number -> OpenChannel.open(client, product.intake(), tokens.get(number), null))
                    .forEach(OpenChannel::abort);
            long before = product.intakeHeap();
            var channels = all(number -> OpenChannel.open(client, product.intake(), tokens.get(number), null));
            long with = product.intakeHeap();
            results.print("idle-channel", (with - before) / 1024.0 / CHANNELS, "kB");
            channels.forEach(OpenChannel::abort);
            boolean all = submitForEach();
            Thread.sleep(SETTLING_MILLIS);
            return resume(client, channels) && all;
        }
    }

    private boolean submitForEach() throws IOException {
        var to = product.intake().resolve("/v1/intents");
        boolean well = true;
        try (var connection = new KeptConnection(product.intake())) {
            for (var token : tokens) {
                var request = KeptConnection.post(
                        to, "{\"action\":\"echo\",\"parameters\":{}}", "Authorization", "Bearer " + token);
                well &= connection.exchange(request) == ACCEPTED;
            }
        }
        return well;
    }

    private boolean resume(HttpClient client, List<OpenChannel> cutOff) throws Exception {
        long begin = System.nanoTime();
        var back = all(number -> OpenChannel.open(
                client, product.intake(), tokens.get(number), cutOff.get(number).place()));
        var micros = new Histogram(LONGEST_MICROS, 3);
        for (var channel : back) {
            micros.recordValue(Math.min(LONGEST_MICROS, (channel.endedAt() - begin) / 1000));
        }
        results.latency("channel-resumed", micros);
        results.print("%d-channels-resumed".formatted(CHANNELS), micros.getMaxValue() / 1e6, "s");
        back.forEach(OpenChannel::abort);
        return true;
    }

    private static List<OpenChannel> all(IntFunction<CompletableFuture<OpenChannel>> each) throws Exception {
        var opening = new ArrayList<CompletableFuture<OpenChannel>>();
        for (int number = 0; number < CHANNELS; number++) {
            opening.add(each.apply(number));
        }
        var open = new ArrayList<OpenChannel>();
        for (var one : opening) {
            open.add(one.get(2, TimeUnit.MINUTES));
        }
        return open;
    }
}
