package io.countersign.audit;

import io.countersign.v1.Cause;
import io.countersign.v1.EventKind;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import io.countersign.wire.RecordHash;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One owner's events as they ought to be written, for tests to damage. */
final class WrittenLog {

    static final String ID = "0195a5b0-7c00-7000-8000-00000000002a";

    private final String owner;
    private final List<IntentEvent> events = new ArrayList<>();

    private WrittenLog(String owner) {
        this.owner = owner;
    }

    static WrittenLog of(String owner) {
        return new WrittenLog(owner);
    }

    static IntentContent content(String summary) {
        return IntentContent.newBuilder()
                .setParameters("{}")
                .setSummary(summary)
                .setSalt(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .build();
    }

    WrittenLog with(int more) {
        for (int i = 0; i < more; i++) {
            append(null);
        }
        return this;
    }

    WrittenLog naming(IntentContent content) {
        append(RecordHash.ofContent(content));
        return this;
    }

    private void append(@Nullable String contentHash) {
        var event = IntentEvent.newBuilder()
                .setKind(EventKind.INTENT)
                .setOwner(owner)
                .setIntentId(ID)
                .setVersion(events.size() + 1)
                .setSequence(events.size() + 1)
                .setPreviousHash(
                        events.isEmpty()
                                ? RecordHash.NO_PREVIOUS
                                : events.getLast().getHash())
                .setHash("")
                .setCause(new Cause("intents.submitted", 0, (long) events.size(), null))
                .setActor("ana")
                .setAt(Instant.parse("2026-03-01T12:00:00.007Z"))
                .setContentHash(contentHash)
                .build();
        event.setHash(RecordHash.of(event));
        events.add(event);
    }

    List<IntentEvent> events() {
        return new ArrayList<>(events);
    }
}
