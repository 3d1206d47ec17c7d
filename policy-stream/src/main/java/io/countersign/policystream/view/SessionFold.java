package io.countersign.policystream.view;

import java.time.Instant;
import java.util.ArrayList;

/** Keeps the sessions that are open. Doing it twice is doing it once. */
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
                stores.sessionEnds().put(ViewKeys.ended(session.until(), session.owner(), session.id()), key);
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

    /** Drops those whose time is over: nobody is told of them any more. */
    void forget(Instant now) {
        var over = new ArrayList<String>();
        try (var ends = stores.sessionEnds().range("", ViewKeys.endedBefore(now))) {
            ends.forEachRemaining(entry -> {
                var session = stores.sessions().get(entry.value);
                // another one may have been opened under its id since
                if (session != null && session.until().isBefore(now)) {
                    stores.sessions().delete(entry.value);
                }
                over.add(entry.key);
            });
        }
        over.forEach(stores.sessionEnds()::delete);
    }
}
