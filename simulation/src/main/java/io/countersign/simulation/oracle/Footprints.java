package io.countersign.simulation.oracle;

import io.countersign.simulation.house.Ask;
import io.countersign.simulation.house.CounterTerms;
import io.countersign.simulation.house.House;
import io.countersign.simulation.house.Past;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One owner's footprints, all that there ever were, in their order. What they come to is worked out whenever asked. */
final class Footprints {

    private static final long DAY = 24L * 3_600_000;

    private final List<Footprint> all;

    Footprints() {
        this(List.of());
    }

    private Footprints(List<Footprint> all) {
        this.all = new ArrayList<>(all);
    }

    Footprints copy() {
        return new Footprints(all);
    }

    Footprint leave(Ask ask, House house, long now) {
        var footprint = Footprint.of(all.size() + 1L, ask, house, now);
        all.add(footprint);
        return footprint;
    }

    /** What an agent's intents see of the others, but for their own footprint. */
    Past past(String agent, @Nullable Footprint own, long now) {
        var session = session(agent, now);
        long ownNumber = own == null ? 0 : own.number();
        return new Past() {
            @Override
            public long counted(CounterTerms counter, long part) {
                var current = counter.shape().at(now);
                return all.stream()
                        .filter(footprint -> footprint.number() != ownNumber)
                        .flatMap(footprint -> footprint.added().stream())
                        .filter(added -> added.counter().equals(counter.name())
                                && added.part() == part
                                && current.countsWith(added.span()))
                        .mapToLong(Footprint.Added::amount)
                        .sum();
            }

            @Override
            public boolean hasLabel(String label) {
                return session.stream()
                        .anyMatch(footprint -> footprint.number() != ownNumber
                                && footprint.labels().contains(label));
            }

            @Override
            public long count(String action) {
                return session.stream()
                        .filter(footprint -> footprint.number() != ownNumber
                                && footprint.ask().action().equals(action))
                        .count();
            }
        };
    }

    /** An agent's implicit session: what was approved without a day between. */
    private List<Footprint> session(String agent, long now) {
        var session = new ArrayList<Footprint>();
        long last = Long.MIN_VALUE / 2;
        for (var footprint : all) {
            if (footprint.ask().agent().equals(agent)) {
                if (footprint.at() - last >= DAY) {
                    session.clear();
                }
                session.add(footprint);
                last = footprint.at();
            }
        }
        return now - last >= DAY ? List.of() : session;
    }
}
