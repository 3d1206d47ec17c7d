package io.countersign.simulation.oracle;

import io.countersign.simulation.house.Ask;
import io.countersign.simulation.house.Standing;
import io.countersign.simulation.house.Task;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One owner's sessions as they should be. Times are milliseconds since the epoch. */
public final class Tasks {

    private static final long DAY = 24L * 3_600_000;
    private static final long MONTH = 30 * DAY;
    private static final long SHORTEST = 1_000;

    private final Map<String, Session> sessions;

    /** A session: until when it takes intents, and whether its user has ended it. */
    private record Session(Task task, long until, boolean revoked) {
        long forgottenAt() {
            return until + MONTH;
        }
    }

    Tasks() {
        this(Map.of());
    }

    private Tasks(Map<String, Session> sessions) {
        this.sessions = new HashMap<>(sessions);
    }

    Tasks copy() {
        return new Tasks(sessions);
    }

    /** Takes in an order; says with which code it is refused, or null if it is as its user wants it. */
    public @Nullable String expect(Order order, long now) {
        return switch (order) {
            case Order.Open open -> open(open.task(), open.at(), now);
            case Order.End end -> end(end.id(), now);
        };
    }

    private @Nullable String open(Task task, long at, long now) {
        var known = remembered(task.id(), now);
        if (known != null) {
            if (!known.task().isRepeatedBy(task)) {
                return "ID_REUSED";
            }
            return known.revoked() || now >= known.until() ? "ENDED" : null;
        }
        if (task.lasts() < SHORTEST || task.lasts() > MONTH || task.allowances().isEmpty()) {
            return "MALFORMED";
        }
        sessions.put(task.id(), new Session(task, at + task.lasts(), false));
        return null;
    }

    private @Nullable String end(String id, long now) {
        var known = remembered(id, now);
        if (known == null) {
            return "NOT_FOUND";
        }
        sessions.put(id, new Session(known.task(), known.until(), true));
        return null;
    }

    /** What an intent's session means for it; one that took it before keeps it until its user ends it. */
    Standing standing(Ask ask, boolean taken, long now) {
        if (ask.session() == null) {
            return new Standing.None();
        }
        var known = remembered(ask.session(), now);
        if (known == null || known.revoked() || (!taken && now >= known.until())) {
            return new Standing.Unknown();
        }
        var agent = known.task().agent();
        return agent == null || agent.equals(ask.agent()) ? new Standing.Within(known.task()) : new Standing.Unknown();
    }

    /** Until when what is approved in this session is remembered. */
    long remembers(Ask ask, long now) {
        if (ask.session() == null) {
            return now + DAY;
        }
        var known = remembered(ask.session(), now);
        return known == null ? now + MONTH : known.forgottenAt();
    }

    private @Nullable Session remembered(String id, long now) {
        var known = sessions.get(id);
        return known == null || now >= known.forgottenAt() ? null : known;
    }
}
