package io.countersign.policystream.view;

import java.time.Instant;
import java.util.ArrayList;

/** Keeps the sessions that somebody may ask about. Doing it twice is doing it once. */
final class SessionFold {

    private final ViewStores stores;

    SessionFold(ViewStores stores) {
        this.stores = stores;
    }

    void changed(SessionChange change) {
        switch (change) {
            case SessionChange.Opened(var session) -> {
                var key = ViewKeys.session(session.owner(), session.id());
                stores.sessions().put(key, session);
                stores.sessionEnds().put(end(session), key);
            }
            case SessionChange.Revoked(var owner, var id) -> {
                var key = ViewKeys.session(owner, id);
                var session = stores.sessions().get(key);
                if (session != null) {
                    stores.sessions().put(key, session.ended());
                }
            }
        }
    }

    private static String end(SessionFacts session) {
        return ViewKeys.ended(session.forgottenAt(), session.owner(), session.id());
    }

    /** Drops those that nobody may ask about any more. */
    void forget(Instant now) {
        var over = new ArrayList<String>();
        var still = new ArrayList<SessionFacts>();
        try (var ends = stores.sessionEnds().range("", ViewKeys.endedBefore(now))) {
            ends.forEachRemaining(entry -> {
                var session = stores.sessions().get(entry.value);
                if (session != null && session.forgottenAt().isBefore(now)) {
                    stores.sessions().delete(entry.value);
                } else if (session != null) {
                    // another one was opened under its id since, or an earlier build meant to forget it sooner
                    still.add(session);
                }
                over.add(entry.key);
            });
        }
        over.forEach(stores.sessionEnds()::delete);
        still.forEach(
                session -> stores.sessionEnds().put(end(session), ViewKeys.session(session.owner(), session.id())));
    }
}
