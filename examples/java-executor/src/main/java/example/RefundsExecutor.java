package example;

import io.countersign.protocol.ActionListener;
import io.countersign.protocol.ApprovedAction;
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
 *   COUNTERSIGN_ACTION    orders.refund, the actions to take on: a name or glob
 *   COUNTERSIGN_GROUP     refunds-team, the consumer group: what the action's document in the bundle has as its `executor`
 *   BACKEND               http://127.0.0.1:8000, where refunds are made
 * </pre>
 *
 * <p>What is not there when it starts it says in a line, and ends with status 1. Once it runs the library waits for what has gone,
 * says so, and goes on when that is back.
 */
public final class RefundsExecutor {

    private RefundsExecutor() {}

    public static void main(String[] args) throws InterruptedException {
        var kafka = setting("COUNTERSIGN_KAFKA", "127.0.0.1:9092");
        var registry = setting("COUNTERSIGN_REGISTRY", "http://127.0.0.1:8081/apis/ccompat/v7");
        var keysPlace = setting("COUNTERSIGN_KEYS", ".countersign/keys/approval.json.public.json");
        var token = System.getenv("COUNTERSIGN_SERVICE_TOKEN");
        // The library would wait; whoever started this is still looking.
        if (token != null) {
            AtTheStart.look("token", token, "COUNTERSIGN_SERVICE_TOKEN", () -> AtTheStart.read(token));
        }
        var keys = keys(keysPlace, token == null ? null : Path.of(token));
        AtTheStart.look("keys", keysPlace, "COUNTERSIGN_KEYS", keys::fetch);
        AtTheStart.look("Kafka", kafka, "COUNTERSIGN_KAFKA", () -> AtTheStart.connectToOneOf(kafka));
        AtTheStart.look("schema registry", registry, "COUNTERSIGN_REGISTRY", () -> AtTheStart.fetch(registry));

        var action = setting("COUNTERSIGN_ACTION", "orders.refund");
        var settings = ExecutorSettings.of(
                kafka,
                registry,
                setting("COUNTERSIGN_GROUP", "refunds-team"),
                "refunds-" + ProcessHandle.current().pid(),
                Subscription.to(action));
        var backend = new RefundsBackend(URI.create(setting("BACKEND", "http://127.0.0.1:8000")));

        var executor = ExecutorClient.start(settings, keys, backend, new Telling());
        Runtime.getRuntime().addShutdownHook(new Thread(executor::close));
        System.out.println("executing " + action);
        new CountDownLatch(1).await();
    }

    /** Says what would otherwise look as if nothing came. */
    private static final class Telling implements ActionListener {

        @Override
        public void leftAlone(ApprovedAction action, String group) {
            System.out.println("left " + action.id() + " to " + group);
        }
    }

    private static KeySource keys(String place, Path token) {
        return place.startsWith("http") ? KeySource.url(URI.create(place), token) : KeySource.file(Path.of(place));
    }

    private static String setting(String name, String otherwise) {
        return Optional.ofNullable(System.getenv(name)).orElse(otherwise);
    }
}
