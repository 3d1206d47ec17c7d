package io.countersign.policystream.view;

import io.countersign.policystream.store.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be dropped, by when. Who drops shares the thread of the decisions, so one turn is short, however much is due;
 * and a store that has still to clear away what was deleted goes through all of it, so no turn looks twice where nothing is
 * left.
 */
final class Expiries {

    /** So many take some ten milliseconds. */
    static final int MOST_AT_ONCE = 500;

    private final Section<String, String> byTime;
    private String nothingBefore = "";

    /** @param byTime whose keys begin as {@link ViewKeys#endedBefore} does */
    Expiries(Section<String, String> byTime) {
        this.byTime = byTime;
    }

    void put(String key, String what) {
        byTime.put(key, what);
        if (key.compareTo(nothingBefore) < 0) {
            nothingBefore = key;
        }
    }

    /** Takes out what expired before that instant, the oldest first, {@value #MOST_AT_ONCE} at most. */
    List<String> take(Instant before) {
        var keys = new ArrayList<String>();
        var taken = new ArrayList<String>();
        var until = ViewKeys.endedBefore(before);
        try (var due = byTime.range(nothingBefore, until)) {
            while (due.hasNext() && taken.size() < MOST_AT_ONCE) {
                var next = due.next();
                keys.add(next.key);
                taken.add(next.value);
            }
            nothingBefore = due.hasNext() ? due.peekNextKey() : until;
        }
        keys.forEach(byTime::delete);
        return taken;
    }
}
