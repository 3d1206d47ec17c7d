package io.countersign.stack.audit;

import io.countersign.audit.Break;
import io.countersign.audit.Heads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a verification came to.
 *
 * @param beginnings the first offset of every partition of the audit log whose beginning is deleted
 * @param begunLater how many chains were checked from a later event on than their first
 */
public record Verdict(
        Heads heads, long events, long contents, List<Break> breaks, Map<Integer, Long> beginnings, long begunLater) {

    public Verdict {
        breaks = List.copyOf(breaks);
        beginnings = Map.copyOf(beginnings);
    }

    public boolean unbroken() {
        return breaks.isEmpty();
    }

    /** For a person to read: every break, from where on was checked, how much, and the digest of all heads. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        breaks.forEach(found -> lines.add(found.toString()));
        new TreeMap<>(beginnings)
                .forEach((partition, offset) ->
                        lines.add("partition %d is checked from offset %d on: what lay before is deleted"
                                .formatted(partition, offset)));
        if (begunLater > 0) {
            lines.add("%d chains are checked from a later event on than their first".formatted(begunLater));
        }
        lines.add("checked %d owners, %d events, %d contents: %s"
                .formatted(
                        heads.all().size(),
                        events,
                        contents,
                        unbroken() ? "unbroken" : "BROKEN, at %d places".formatted(breaks.size())));
        lines.add("digest " + heads.digest());
        return lines;
    }
}
