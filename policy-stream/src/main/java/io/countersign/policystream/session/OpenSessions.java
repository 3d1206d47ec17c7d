package io.countersign.policystream.session;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which of an owner's sessions are open: how many there may be is bounded.
 *
 * @param until when each ends by itself, by its id
 */
public record OpenSessions(Map<String, Instant> until) {
    /** How many sessions one owner may have open. */
    public static final int MOST = 1_000;

    public static final OpenSessions NONE = new OpenSessions(Map.of());

    public OpenSessions {
        until = Map.copyOf(until);
    }

    /** Without those whose time is over. */
    public OpenSessions at(Instant now) {
        var open = new TreeMap<>(until);
        open.values().removeIf(end -> !now.isBefore(end));
        return new OpenSessions(open);
    }

    boolean isFull() {
        return until.size() >= MOST;
    }

    /** When the first of them ends. */
    Optional<Instant> firstEnd() {
        return until.values().stream().min(Comparator.naturalOrder());
    }

    /** With a session as it is now. */
    public OpenSessions with(OpenedSession session, Instant now) {
        var open = new TreeMap<>(until);
        if (session.isOpen(now)) {
            open.put(session.id(), session.until());
        } else {
            open.remove(session.id());
        }
        return new OpenSessions(open);
    }
}
