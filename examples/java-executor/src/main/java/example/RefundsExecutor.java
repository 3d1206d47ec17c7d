package example;

import io.countersign.protocol.ActionListener;
import io.countersign.protocol.ExecutorSettings;
import io.countersign.protocol.KeySource;
import io.countersign.protocol.Subscription;
import io.countersign.protocol.kafka.ExecutorClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Runs approved actions against an HTTP backend.
 *
 * <pre>
 *   COUNTERSIGN_KAFKA     127.0.0.1:9092
 *   COUNTERSIGN_REGISTRY  http://127.0.0.1:8081/apis/ccompat/v7
 *   COUNTERSIGN_KEYS      file or URL of the public keys: in a local stack the file
 *                         .countersign/keys/approval.json.public.json, elsewhere policy-stream's /v1/keys
 *   COUNTERSIGN_SERVICE_TOKEN  a file with the bearer token for that URL
 *   COUNTERSIGN_ACTION    the actions to take on, a name or glob
 *   COUNTERSIGN_GROUP     the consumer group: the `executor` that the action names
 *   BACKEND               where refunds are made
 * </pre>
 */
public final class RefundsExecutor {

    private RefundsExecutor() {}

    public static void main(String[] args) throws InterruptedException {
        var settings = ExecutorSettings.of(
                setting("COUNTERSIGN_KAFKA", "127.0.0.1:9092"),
                setting("COUNTERSIGN_REGISTRY", "http://127.0.0.1:8081/apis/ccompat/v7"),
                setting("COUNTERSIGN_GROUP", "refunds-team"),
                "refunds-" + ProcessHandle.current().pid(),
                Subscription.to(setting("COUNTERSIGN_ACTION", "orders.refund")));
        var backend = new RefundsBackend(URI.create(setting("BACKEND", "http://127.0.0.1:8000")));

        var executor = ExecutorClient.start(settings, keys(), backend, ActionListener.NONE);
        Runtime.getRuntime().addShutdownHook(new Thread(executor::close));
        new CountDownLatch(1).await();
    }

    private static KeySource keys() {
        var place = setting("COUNTERSIGN_KEYS", ".countersign/keys/approval.json.public.json");
        return place.startsWith("http")
                ? KeySource.url(URI.create(place), Optional.ofNullable(System.getenv("COUNTERSIGN_SERVICE_TOKEN"))
                        .map(Path::of)
                        .orElse(null))
                : KeySource.file(Path.of(place));
    }

    private static String setting(String name, String otherwise) {
        return Optional.ofNullable(System.getenv(name)).orElse(otherwise);
    }
}
