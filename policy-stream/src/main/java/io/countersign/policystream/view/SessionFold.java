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
                keep(ViewKeys.session(session.owner(), session.id()), session);
            }
            case SessionChange.Revoked(var owner, var id) -> {
                var key = ViewKeys.session(owner, id);
                var session = stores.sessions().get(key);
                if (session != null) {
                    keep(key, session.ended());
                }
            }
        }
    }

    private void keep(String key, SessionFacts session) {
        stores.sessions().put(key, session);
        stores.sessionEnds().put(ViewKeys.ended(session.rememberedUntil(), session.owner(), session.id()), key);
    }

    /** Drops those whose time is over: nobody is told of them any more. */
    void forget(Instant now) {
        var over = new ArrayList<String>();
        try (var ends = stores.sessionEnds().range("", ViewKeys.endedBefore(now))) {
            ends.forEachRemaining(entry -> {
                var session = stores.sessions().get(entry.value);
                // another one may have been opened under its id since, or its user has ended it
                if (session != null && session.rememberedUntil().isBefore(now)) {
                    stores.sessions().delete(entry.value);
                }
                over.add(entry.key);
            });
        }
        over.forEach(stores.sessionEnds()::delete);
    }
}
