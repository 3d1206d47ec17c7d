package io.countersign.policystream.stream;

import io.countersign.contract.IntentIds;
import io.countersign.policystream.session.OpenSessions;
import io.countersign.policystream.session.OpenedSession;
import io.countersign.policystream.session.SessionBook;
import io.countersign.policystream.store.Section;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The sessions of a partition's owners. A timer forgets each when nothing may depend on it any more. */
final class StoredSessions {

    private final Section<String, OpenedSession> sessions;
    private final Section<String, OpenSessions> open;
    private final StoredTimers timers;

    StoredSessions(Section<String, OpenedSession> sessions, Section<String, OpenSessions> open, StoredTimers timers) {
        this.sessions = sessions;
        this.open = open;
        this.timers = timers;
    }

    /** The sessions of one owner. Whatever an intent names that is no id names no session. */
    SessionBook of(String owner, Instant now) {
        return id -> IntentIds.isValid(id) ? Optional.ofNullable(find(owner, id, now)) : Optional.empty();
    }

    /** A session whose time is over counts as forgotten, also where its timer has not fired yet. */
    @Nullable
    OpenedSession find(String owner, String id, Instant now) {
        var session = sessions.get(key(owner, id));
        return session == null || !now.isBefore(session.forgottenAt()) ? null : session;
    }

    OpenSessions open(String owner) {
        var known = open.get(owner);
        return known == null ? OpenSessions.NONE : known;
    }

    void put(String owner, OpenedSession session, Instant now) {
        sessions.put(key(owner, session.id()), session);
        keep(owner, open(owner).at(now).with(session, now));
        timers.put(TimerKey.ofSession(owner, session));
    }

    /** Nothing depends on the session of that timer any more, unless another was opened under its id since. */
    void forget(TimerKey timer, Instant now) {
        timers.delete(timer);
        if (find(timer.owner(), timer.intentId(), now) == null) {
            sessions.delete(key(timer.owner(), timer.intentId()));
        }
        keep(timer.owner(), open(timer.owner()).at(now));
    }

    private void keep(String owner, OpenSessions now) {
        if (now.until().isEmpty()) {
            open.delete(owner);
        } else {
            open.put(owner, now);
        }
    }

    private static String key(String owner, String id) {
        return owner + "/" + id;
    }
}
