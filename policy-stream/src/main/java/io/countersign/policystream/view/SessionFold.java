package io.countersign.policystream.view;

import java.time.Instant;

/** Keeps the sessions that somebody may ask about. Doing it twice is doing it once. */
final class SessionFold {

    private final ViewStores stores;
    private final Expiries ends;

    SessionFold(ViewStores stores) {
        this.stores = stores;
        this.ends = new Expiries(stores.sessionEnds());
    }

    void changed(SessionChange change) {
        switch (change) {
            case SessionChange.Opened(var session) -> {
                var key = ViewKeys.session(session.owner(), session.id());
                stores.sessions().put(key, session);
                ends.put(end(session), key);
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

    /** Drops those that nobody may ask about any more, or a part of them. */
    void forget(Instant now) {
        for (var key : ends.take(now)) {
            var session = stores.sessions().get(key);
            if (session != null && session.forgottenAt().isBefore(now)) {
                stores.sessions().delete(key);
            } else if (session != null) {
                // another one was opened under its id since, or an earlier build meant to forget it sooner
                ends.put(end(session), key);
            }
        }
    }
}
