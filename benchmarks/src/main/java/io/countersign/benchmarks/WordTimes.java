package io.countersign.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * When the words of a {@link ModelServer}'s streams came, in microseconds.
 *
 * @param first from the moment at which a stream was asked for to its first word
 * @param each from the moment at which a word left the model
 */
public record WordTimes(ConcurrentHistogram first, ConcurrentHistogram each) {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);

    /** Of no stream yet. */
    public static WordTimes none() {
        return new WordTimes(new ConcurrentHistogram(LONGEST_MICROS, 3), new ConcurrentHistogram(LONGEST_MICROS, 3));
    }

    /** Listens to the events of one stream that is asked for now. */
    public Consumer<String> listener() {
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

    /** Asks for a stream and hands over its lines; returns the status. */
    public static int ask(HttpClient client, URI chat, String body, Consumer<String> lines, String... headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(chat)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        var answer =
                client.send((headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofLines());
        answer.body().forEach(lines);
        return answer.statusCode();
    }

    /** How much later than in a direct call half of the first words came, in milliseconds. */
    public double firstBehind(WordTimes direct) {
        return behind(first, direct.first);
    }

    /** The same for each word. */
    public double eachBehind(WordTimes direct) {
        return behind(each, direct.each);
    }

    private static double behind(ConcurrentHistogram one, ConcurrentHistogram direct) {
        return (one.getValueAtPercentile(50) - direct.getValueAtPercentile(50)) / 1000.0;
    }
}
