package io.countersign.simulation.oracle;

import io.countersign.simulation.house.Ask;
import io.countersign.simulation.house.CounterTerms;
import io.countersign.simulation.house.House;
import io.countersign.simulation.house.Past;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One owner's footprints, all that there ever were, in their order. What they come to is worked out whenever asked. */
final class Footprints {

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

    Footprint leave(Ask ask, House house, long now, long until) {
        var footprint = Footprint.of(all.size() + 1L, ask, house, now, until);
        all.add(footprint);
        return footprint;
    }

    /** What an intent sees of the others, but for its own footprint. */
    Past past(Ask ask, @Nullable Footprint own, long now) {
        var session = session(ask, now);
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

    /** What was approved in the same session, as far as that remembers; without one, by the same agent outside of any. */
    private List<Footprint> session(Ask ask, long now) {
        var session = new ArrayList<Footprint>();
        long until = Long.MIN_VALUE;
        for (var footprint : all) {
            if (isOfSession(footprint.ask(), ask)) {
                if (footprint.at() >= until) {
                    session.clear();
                    until = footprint.until();
                }
                session.add(footprint);
                until = Math.max(until, footprint.until());
            }
        }
        return now >= until ? List.of() : session;
    }

    private static boolean isOfSession(Ask one, Ask other) {
        return Objects.equals(one.session(), other.session())
                && (one.session() != null || one.agent().equals(other.agent()));
    }
}
