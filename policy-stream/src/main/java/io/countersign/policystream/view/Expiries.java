package io.countersign.policystream.view;

import io.countersign.policystream.store.Agenda;
import io.countersign.policystream.store.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be dropped, by when. Who drops shares the thread of the decisions, so one turn is short, however much is due.
 */
final class Expiries {

    /** So many take some ten milliseconds. */
    static final int MOST_AT_ONCE = 500;

    private final Agenda<String, String> byTime;

    /** @param byTime whose keys begin as {@link ViewKeys#endedBefore} does */
    Expiries(Section<String, String> byTime) {
        this.byTime = byTime.agenda();
    }

    void put(String key, String what) {
        byTime.put(key, what);
    }

    /** Takes out what expired before that instant, the oldest first, {@value #MOST_AT_ONCE} at most. */
    List<String> take(Instant before) {
        var until = ViewKeys.endedBefore(before);
        var keys = new ArrayList<String>();
        var taken = new ArrayList<String>();
        try (var all = byTime.from("")) {
            while (taken.size() < MOST_AT_ONCE
                    && all.hasNext()
                    && all.peekNextKey().compareTo(until) < 0) {
                var next = all.next();
                keys.add(next.key);
                taken.add(next.value);
            }
        }
        keys.forEach(byTime::delete);
        return taken;
    }
}
