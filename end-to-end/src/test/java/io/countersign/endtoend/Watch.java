package io.countersign.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.stack.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Asks policy-stream several times a second whether it is ready, and notes what it says. */
final class Watch implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final ServiceProcess service;
    private final List<Answer> answers = new CopyOnWriteArrayList<>();
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::run);

    /** What it says of itself. */
    record Answer(boolean ready, String streams, int tasks) {

        boolean claimsToWorkOnNothing() {
            return ready && tasks == 0;
        }
    }

    private Watch(ServiceProcess service) {
        this.service = service;
    }

    static Watch over(ServiceProcess service) {
        var watch = new Watch(service);
        watch.thread.start();
        return watch;
    }

    List<Answer> answers() {
        return List.copyOf(answers);
    }

    /** True if the last answer names the state. */
    boolean sees(String streams) {
        return !answers.isEmpty() && answers.getLast().streams().equals(streams);
    }

    private void run() {
        try {
            while (!Thread.interrupted()) {
                ask();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() throws InterruptedException {
        var request = HttpRequest.newBuilder(service.url().resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            JsonNode data = JSON.readTree(answer.body()).path("checks").path(0).path("data");
            answers.add(new Answer(
                    answer.statusCode() == 200,
                    data.path("streams").asText(),
                    data.path("tasks").asInt()));
        } catch (IOException away) {
            answers.add(new Answer(false, "AWAY", 0));
        }
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
        client.close();
    }
}
