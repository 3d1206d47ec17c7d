package io.countersign.intake.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.intake.submission.IntentState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An intent as policy-stream shows it, seen as the versions that it went through. Of a version that has passed, state,
 * reasons, time, attempts and timeline are those of then; what only the present one has (what came of it, and of what) is
 * left out.
 */
final class IntentHistory {
    /** An intent as of one version. */
    record Stage(long version, ObjectNode intent) {}

    private static final Set<String> OF_THE_PRESENT =
            Set.of("sessionEnded", "result", "error", "usage", "cached", "fallback", "attempt", "retry");

    /** What the timeline has of each version. */
    private static final List<String> OF_THEN = List.of("state", "reasons", "attempt", "retry");

    private final ObjectNode intent;
    private final List<JsonNode> timeline = new ArrayList<>();

    IntentHistory(ObjectNode intent) {
        this.intent = intent;
        intent.path("timeline").forEach(timeline::add);
    }

    /** The versions after that one, oldest first; before the first is -1. */
    List<Stage> after(long seen) {
        if (timeline.isEmpty()) {
            // Nobody has decided yet: there is a state, but no version of it.
            return seen < 0 ? List.of(new Stage(0, intent)) : List.of();
        }
        var stages = new ArrayList<Stage>();
        for (var entry = 0; entry < timeline.size(); entry++) {
            if (version(entry) > seen) {
                stages.add(new Stage(version(entry), asOf(entry)));
            }
        }
        return stages;
    }

    /** As of that version; empty if there was none of that number. */
    Optional<ObjectNode> at(long version) {
        for (var entry = 0; entry < timeline.size(); entry++) {
            if (version(entry) == version) {
                return Optional.of(asOf(entry));
            }
        }
        return Optional.empty();
    }

    /** The latest version. */
    long latest() {
        return timeline.isEmpty() ? 0 : version(timeline.size() - 1);
    }

    boolean hasEnded() {
        return IntentState.isEnd(intent.path("state").asText());
    }

    /** What an {@code end} tells. */
    String end() {
        return end(intent.path("id").asText(), intent.path("state").asText());
    }

    static String end(String id, String state) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("state", state)
                .toString();
    }

    private long version(int entry) {
        return timeline.get(entry).path("version").asLong();
    }

    private ObjectNode asOf(int entry) {
        if (entry == timeline.size() - 1) {
            return intent;
        }
        var then = JsonNodeFactory.instance.objectNode();
        var passed = timeline.get(entry);
        intent.properties().stream()
                .filter(member -> !OF_THE_PRESENT.contains(member.getKey()))
                .forEach(member -> then.set(member.getKey(), member.getValue()));
        OF_THEN.stream().filter(passed::has).forEach(member -> then.set(member, passed.get(member)));
        then.set("updatedAt", passed.path("at"));
        then.putArray("timeline").addAll(timeline.subList(0, entry + 1));
        return then;
    }
}
