package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.chaos.Behaviour;
import io.countersign.chaos.Conduct;
import io.countersign.chaos.Product;
import io.countersign.chaos.StreamReader;
import io.countersign.stack.identity.TokenRequest;
import io.countersign.stack.process.HttpProbe;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A door that is told to end in the middle of its work. */
@ExtendWith(SharedProduct.Giver.class)
final class DrainIT {

    private static final TokenRequest DREW =
            new TokenRequest(Product.TENANT, "drew", "worker", null, Set.of("support"));
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String INTENT = "{\"action\": \"work.safe\", \"parameters\": {}}";
    private static final Pattern CLOSED =
            Pattern.compile("the doors are closed inside=(\\d+) cutOff=(\\d+) millis=(\\d+)");

    /** What the door says of its end. */
    private record Closed(int inside, int cutOff, long millis) {}

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void what_is_awaited_is_answered_and_what_is_streamed_goes_on_elsewhere(
            HttpClient.Version version, SharedProduct shared) throws Exception {
        var product = shared.with(SharedProduct.WORK);
        var closing = new CountDownLatch(1);
        try (var door = new Door(product, product.stack().identity().token(DREW), version);
                var client = HttpClient.newBuilder().version(version).build();
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(door.post("/v1/intents", INTENT, "Prefer", "wait=30").status())
                    .isEqualTo(200);
            product.backend().behaves(once(closing));
            var awaited = callers.submit(() -> door.post("/v1/intents", INTENT, "Prefer", "wait=30"));
            var streamed =
                    door.post("/v1/intents", INTENT, "Prefer", "respond-async").text("id");
            var reader = new StreamReader(
                    client,
                    List.of(product.intake().url()),
                    product.stack().identity().token(DREW),
                    streamed);
            var reading = callers.submit(() -> {
                reader.read(SOON);
                return reader.objections();
            });
            await().atMost(SOON)
                    .until(() -> product.backend().calls().inFlight() == 2
                            && !reader.states().isEmpty());

            var stopped = callers.submit(() -> product.intake().stop());
            await().atMost(SOON)
                    .until(() -> HttpProbe.status(product.intake().url().resolve("/q/health/ready"))
                            == HttpURLConnection.HTTP_UNAVAILABLE);
            closing.countDown();
            stopped.get(SOON.toSeconds(), TimeUnit.SECONDS);

            assertThat(awaited.get(SOON.toSeconds(), TimeUnit.SECONDS))
                    .returns(200, Door.Answer::status)
                    .returns("SUCCEEDED", answer -> answer.text("state"));
            assertThat(closed(product).getLast())
                    .returns(0, Closed::cutOff)
                    .satisfies(end -> assertThat(end.inside()).isEqualTo(2));
            product.intake().start();
            assertThat(reading.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEmpty();
            assertThat(reader.states()).last().isEqualTo("SUCCEEDED");
            assertThat(reader.connections()).isGreaterThan(1);

            product.intake().stop();

            assertThat(closed(product).getLast().millis()).isLessThan(1000);
        } finally {
            closing.countDown();
            product.intake().start();
        }
    }

    /** Work that takes until then. */
    private static Conduct once(CountDownLatch then) {
        return (key, call) -> {
            try {
                then.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Behaviour.well(Duration.ZERO);
        };
    }

    private static List<Closed> closed(Product product) throws IOException {
        var log = Files.readString(product.stack().data().log("intake-service"));
        return CLOSED.matcher(log)
                .results()
                .map(told -> new Closed(
                        Integer.parseInt(told.group(1)),
                        Integer.parseInt(told.group(2)),
                        Long.parseLong(told.group(3))))
                .toList();
    }
}
