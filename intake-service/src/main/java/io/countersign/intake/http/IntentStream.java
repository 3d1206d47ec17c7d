package io.countersign.intake.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.intake.submission.Cursor;
import io.countersign.intake.waiting.Watch;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Shows one intent to one client, change by change, until it has ended. Where nothing more can be shown (the token is
 * over, policy-stream is away) the stream closes without an end, and the client comes back with its cursor.
 */
final class IntentStream {
    /** Where the intent comes from. */
    interface Source {
        /** The intent at that version or a later one; empty if it cannot be had. */
        Optional<ObjectNode> intent(long minVersion) throws InterruptedException;

        /** How long the client may still be shown anything. */
        Duration left();
    }

    private final Source source;
    private final Watch watch;
    private final Duration keepAlive;
    private final Consumer<StreamEvent> client;
    private Cursor shown;
    private long seen;

    IntentStream(Source source, Watch watch, Duration keepAlive, Cursor shown, Consumer<StreamEvent> client) {
        this.source = source;
        this.watch = watch;
        this.keepAlive = keepAlive;
        this.client = client;
        this.shown = shown;
        this.seen = shown.version();
    }

    /** Begins with the intent as it is now, which was read after the watch began. */
    void run(ObjectNode first) throws InterruptedException {
        client.accept(StreamEvent.ALIVE);
        var intent = Optional.of(first);
        while (intent.isPresent()) {
            show(intent.get());
            if (shown.ended()) {
                return;
            }
            intent = next();
        }
    }

    private Optional<ObjectNode> next() throws InterruptedException {
        while (source.left().isPositive()) {
            var pause = keepAlive.compareTo(source.left()) < 0 ? keepAlive : source.left();
            var change = watch.await(candidate -> candidate.version() > seen, pause);
            if (change.isPresent()) {
                seen = change.get().version();
                return source.intent(seen);
            }
            client.accept(StreamEvent.ALIVE);
        }
        return Optional.empty();
    }

    private void show(ObjectNode intent) {
        var history = new IntentHistory(intent);
        for (var stage : history.after(shown)) {
            shown = new Cursor(stage.version(), false);
            client.accept(
                    new StreamEvent(shown.toString(), "state", stage.intent().toString()));
        }
        seen = Math.max(seen, shown.version());
        if (history.hasEnded()) {
            shown = new Cursor(shown.version(), true);
            client.accept(new StreamEvent(shown.toString(), "end", end(intent)));
        }
    }

    private static String end(ObjectNode intent) {
        var end = JsonNodeFactory.instance.objectNode();
        end.set("id", intent.path("id"));
        end.set("state", intent.path("state"));
        return end.toString();
    }
}
