package io.countersign.intake.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.intake.submission.Cursor;
import io.countersign.intake.submission.IntentState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An intent as policy-stream shows it, seen as the versions that it went through. Of a version that has passed, state,
 * reasons, time and timeline are those of then; what only the present one has (what came of it, and of what) is left out.
 */
final class IntentHistory {
    /** An intent as of one version. */
    record Stage(long version, ObjectNode intent) {}

    private static final Set<String> OF_THE_PRESENT = Set.of("result", "error", "usage", "cached", "fallback", "retry");

    private final ObjectNode intent;
    private final List<JsonNode> timeline = new ArrayList<>();

    IntentHistory(ObjectNode intent) {
        this.intent = intent;
        intent.path("timeline").forEach(timeline::add);
    }

    /** What somebody who has seen the stream up to the cursor has not seen, oldest first. */
    List<Stage> after(Cursor cursor) {
        if (timeline.isEmpty()) {
            // Nobody has decided yet: there is a state, but no version of it.
            return cursor.version() < 0 ? List.of(new Stage(0, intent)) : List.of();
        }
        var stages = new ArrayList<Stage>();
        for (var entry = 0; entry < timeline.size(); entry++) {
            if (version(entry) > cursor.version()) {
                stages.add(new Stage(version(entry), asOf(entry)));
            }
        }
        return stages;
    }

    boolean hasEnded() {
        return IntentState.isEnd(intent.path("state").asText());
    }

    private long version(int entry) {
        return timeline.get(entry).path("version").asLong();
    }

    private ObjectNode asOf(int entry) {
        if (entry == timeline.size() - 1) {
            return intent;
        }
        var then = intent.deepCopy();
        var passed = timeline.get(entry);
        then.remove(OF_THE_PRESENT);
        then.set("state", passed.path("state"));
        then.set("updatedAt", passed.path("at"));
        then.set("reasons", passed.path("reasons"));
        then.putArray("timeline").addAll(timeline.subList(0, entry + 1));
        return then;
    }
}
