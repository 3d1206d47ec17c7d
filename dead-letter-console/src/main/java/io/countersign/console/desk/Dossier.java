package io.countersign.console.desk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the log says about one row of the desk: arrivals and remarks in the order of their topics, changes by
 * version. A row is a function of its dossier alone, whatever order the topics were read in.
 *
 * @param revoked true if the user has ended the session that the intent is in
 */
public record Dossier(
        String rowId,
        List<Arrival> arrivals,
        List<Change> changes,
        @Nullable Wording wording,
        List<Remark> remarks,
        boolean revoked) {

    public Dossier {
        if (arrivals.isEmpty()) {
            throw new IllegalArgumentException("a letter has arrived at least once");
        }
        arrivals = List.copyOf(arrivals);
        changes = List.copyOf(changes);
        remarks = List.copyOf(remarks);
    }
}
