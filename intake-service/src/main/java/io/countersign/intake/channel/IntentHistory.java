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
 * An intent as policy-stream shows it, seen as the versions that it went through, told as it was told then. Of a version
 * that has passed, state, reasons, time, attempts and timeline are those of then; what only the present one has (what came of it, and of what) is
 * left out.
 */
final class IntentHistory {
    /** An intent as of one version. */
    record Stage(long version, ObjectNode intent) {}

    private static final Set<String> OF_THE_PRESENT =
            Set.of("sessionEnded", "result", "error", "usage", "cached", "fallback", "attempt", "retry");

    /** What the timeline has of each version. */
    private static final List<String> OF_THEN = List.of("state", "attempt", "retry");

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
        var passed = timeline.get(entry);
        var then = JsonNodeFactory.instance.objectNode();
        for (var member : intent.properties()) {
            var name = member.getKey();
            switch (name) {
                case "reasons" -> then.set(name, reasons(entry));
                case "updatedAt" -> then.set(name, passed.path("at"));
                case "timeline" -> then.putArray(name).addAll(timeline.subList(0, entry + 1));
                default -> {
                    if (OF_THEN.contains(name) && passed.has(name)) {
                        then.set(name, passed.get(name));
                    } else if (!OF_THE_PRESENT.contains(name)) {
                        then.set(name, member.getValue());
                    }
                }
            }
        }
        return then;
    }

    /**
     * As policy-stream tells those of the present: a change that was not put into words, like an attempt's beginning,
     * leaves the reasons as they were; where there are no words at all, they were erased.
     */
    private JsonNode reasons(int entry) {
        for (var told = entry; told >= 0; told--) {
            var reasons = timeline.get(told).path("reasons");
            if (reasons.isEmpty() || hasWords(reasons)) {
                return reasons;
            }
        }
        return timeline.get(entry).path("reasons");
    }

    private static boolean hasWords(JsonNode reasons) {
        return reasons.valueStream()
                .anyMatch(reason -> !reason.path("message").asText().isEmpty());
    }
}
