package io.countersign.simulation;

import io.countersign.policystream.session.OpenSessions;
import io.countersign.policystream.session.OpenedSession;
import io.countersign.policystream.session.SessionBook;
import io.countersign.policystream.session.SessionDecision;
import io.countersign.policystream.session.SessionOrder;
import io.countersign.policystream.session.Sessions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One owner's sessions as the product's shell stores them. */
final class Opened {

    private final Map<String, OpenedSession> sessions;
    private OpenSessions open;

    Opened() {
        this(Map.of(), OpenSessions.NONE);
    }

    private Opened(Map<String, OpenedSession> sessions, OpenSessions open) {
        this.sessions = new HashMap<>(sessions);
        this.open = open;
    }

    Opened copy() {
        return new Opened(sessions, open);
    }

    SessionBook at(Instant now) {
        return id -> Optional.ofNullable(find(id, now));
    }

    SessionDecision decide(SessionOrder order, Instant now) {
        var decision = Sessions.decide(find(order.id(), now), order, open, now);
        if (decision instanceof SessionDecision.Changed(var session)) {
            sessions.put(session.id(), session);
            open = open.at(now).with(session, now);
        }
        return decision;
    }

    /** Gives up those that nothing may depend on any more. */
    void forget(Instant now) {
        sessions.values().removeIf(session -> !now.isBefore(session.forgottenAt()));
        open = open.at(now);
    }

    boolean isEmpty() {
        return sessions.isEmpty() && open.until().isEmpty();
    }

    private @Nullable OpenedSession find(String id, Instant now) {
        var session = sessions.get(id);
        return session == null || !now.isBefore(session.forgottenAt()) ? null : session;
    }
}
