package io.countersign.simulation.oracle;

import io.countersign.simulation.house.Ask;
import io.countersign.simulation.house.House;
import io.countersign.simulation.house.Opinion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in force while an event is decided.
 *
 * @param now broker time, in milliseconds since the epoch
 */
public record Setting(long now, House house, List<Stop> stops, List<Cap> caps) {

    public Setting {
        stops = List.copyOf(stops);
        caps = List.copyOf(caps);
    }

    /**
     * A freeze.
     *
     * @param tenant whom it stops; null if everybody
     * @param actionPrefix the beginning of what it stops
     */
    public record Stop(
            String scope,
            @Nullable String tenant,
            String actionPrefix,
            @Nullable Long until) {}

    /** A limit that an operator has set for one owner. */
    public record Cap(
            String budget,
            String owner,
            long limit,
            @Nullable Long until) {}

    boolean freezes(Ask ask) {
        return stops.stream()
                .anyMatch(stop -> (stop.until() == null || now < stop.until())
                        && (stop.tenant() == null || stop.tenant().equals(ask.tenant()))
                        && ask.action().startsWith(stop.actionPrefix()));
    }

    Opinion.Need capped(Ask ask, Opinion.Need need) {
        for (var cap : caps) {
            boolean stands = cap.until() == null || now < cap.until();
            if (stands && cap.budget().equals(need.budget()) && cap.owner().equals(ask.owner())) {
                return need.limitedTo(cap.limit());
            }
        }
        return need;
    }
}
