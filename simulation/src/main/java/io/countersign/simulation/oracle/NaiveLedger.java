package io.countersign.simulation.oracle;

import io.countersign.simulation.house.Opinion;
import io.countersign.simulation.house.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One owner's holds, all that there ever were, each by itself. Sums are made anew whenever somebody asks. */
public final class NaiveLedger {

    private final Map<String, Case> cases;
    private final List<Booking> forgotten;
    private final Map<Place, Long> limits;
    private final Map<Place, Integer> told;

    /** A budget in one of its windows or buckets. */
    public record Place(String budget, Span span) {}

    /** All that is booked in one place. */
    public record Sum(long limit, long held, long settled, long overrun) {

        /** What a limit bounds at every moment. */
        public long bounded() {
            return held + settled - overrun;
        }
    }

    /**
     * A need that is not met.
     *
     * @param opensAt when there is room, if nothing else is used until then
     */
    record Lack(Opinion.Need need, long opensAt) {
        boolean isForEver() {
            return need.amount() > need.limit();
        }
    }

    NaiveLedger(Map<String, Case> cases) {
        this(cases, new ArrayList<>(), new HashMap<>(), new HashMap<>());
    }

    private NaiveLedger(
            Map<String, Case> cases, List<Booking> forgotten, Map<Place, Long> limits, Map<Place, Integer> told) {
        this.cases = cases;
        this.forgotten = forgotten;
        this.limits = limits;
        this.told = told;
    }

    NaiveLedger copy(Map<String, Case> copiedCases) {
        return new NaiveLedger(copiedCases, new ArrayList<>(forgotten), new HashMap<>(limits), new HashMap<>(told));
    }

    /** Its case is not remembered any more; what it spent is. */
    void forget(Case gone) {
        gone.tries.forEach(each -> forgotten.addAll(each.bookings()));
    }

    /** What lacks of these needs; nothing if all of them fit together. */
    List<Lack> lacking(List<Opinion.Need> needs, Predicate<String> queued, long now) {
        var lacking = new ArrayList<Lack>();
        for (var need : needs) {
            boolean fits = counted(need.budget(), need.span()) + need.amount() <= need.limit();
            if (need.amount() > 0 && (!fits || queued.test(need.budget()))) {
                lacking.add(new Lack(need, opening(need, fits)));
            }
        }
        return lacking;
    }

    List<Booking> place(List<Opinion.Need> needs, long now) {
        var placed = new ArrayList<Booking>();
        for (var need : needs) {
            placed.add(Booking.of(need, now));
            if (need.amount() > 0) {
                limits.put(new Place(need.budget(), need.span()), need.limit());
            }
        }
        return placed;
    }

    /** Everything that counts against the limit while this span is current. */
    private long counted(String budget, Span span) {
        long counted = 0;
        for (var booking : all()) {
            if (booking.budget().equals(budget) && span.countsWith(booking.span())) {
                counted += booking.counts();
            }
        }
        return counted;
    }

    /** The first instant at which enough has left; if there is room already, the first at which anything leaves. */
    private long opening(Opinion.Need need, boolean fits) {
        if (!need.span().rolls()) {
            return need.span().to();
        }
        var used = new HashMap<Long, Long>();
        for (var booking : all()) {
            if (booking.budget().equals(need.budget()) && need.span().countsWith(booking.span())) {
                used.merge(booking.span().leaves(), booking.counts(), Long::sum);
            }
        }
        used.values().removeIf(amount -> amount == 0);
        for (long leaves : new TreeSet<>(used.keySet())) {
            long stays = used.entrySet().stream()
                    .filter(entry -> entry.getKey() > leaves)
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            if (fits || stays + need.amount() <= need.limit()) {
                return leaves;
            }
        }
        return need.span().leaves();
    }

    /** All that is booked there. */
    public Sum sum(Place place) {
        long held = 0;
        long settled = 0;
        long overrun = 0;
        for (var booking : all()) {
            if (booking.liesIn(place.budget(), place.span())) {
                held += booking.held();
                settled += booking.settled();
                overrun += booking.overrun();
            }
        }
        return new Sum(limits.getOrDefault(place, 0L), held, settled, overrun);
    }

    /** A period of a rolling budget's length, ending now, in which more than the limit of its last hold is booked. */
    public Optional<String> truePeriodAbove(Booking last) {
        if (!last.span().rolls() || last.amount() == 0) {
            return Optional.empty();
        }
        long sum = all().stream()
                .filter(other -> other.budget().equals(last.budget())
                        && other.span().period() == last.span().period()
                        && other.placedAt() > last.placedAt() - last.span().period())
                .mapToLong(other -> other.counts() - other.overrun())
                .sum();
        return sum <= last.limit()
                ? Optional.empty()
                : Optional.of(sum + " of " + last.budget() + " in a true period, limit " + last.limit());
    }

    /** The shares of limits that what this case has newly settled has reached, each told once: budget and per cent. */
    List<String> reached(Map<Place, Long> before, @Nullable Case changed, long now) {
        var reached = new ArrayList<String>();
        for (var entry : settledBy(changed).entrySet()) {
            var place = entry.getKey();
            if (entry.getValue() > before.getOrDefault(place, 0L)) {
                reached.addAll(reached(place, currentOf(place.span(), now)));
            }
        }
        return reached;
    }

    private List<String> reached(Place place, Span current) {
        var reached = new ArrayList<String>();
        if (!current.countsWith(place.span())) {
            return reached;
        }
        long limit = limits.getOrDefault(place, 0L);
        long settled = 0;
        int highest = 0;
        for (var other : all()) {
            if (other.budget().equals(place.budget()) && current.countsWith(other.span())) {
                settled += other.settled();
                highest = Math.max(highest, told.getOrDefault(new Place(other.budget(), other.span()), 0));
            }
        }
        for (int percent : new int[] {50, 80, 100}) {
            // without floating point, and without an overflow: limits are far below 2^57
            boolean isReached = settled > 0 && settled >= (limit * percent + 99) / 100;
            if (percent > highest && isReached) {
                told.put(place, percent);
                reached.add(place.budget() + " " + percent);
            }
        }
        return reached;
    }

    private static Span currentOf(Span span, long now) {
        long length = span.to() - span.from();
        long from = now / length * length;
        return span.rolls() ? new Span(from, from + length, span.behind(), span.period()) : span;
    }

    /** What one case has settled in each place. */
    static Map<Place, Long> settledBy(@Nullable Case known) {
        var settled = new HashMap<Place, Long>();
        if (known != null) {
            known.tries.forEach(each -> each.bookings()
                    .forEach(booking ->
                            settled.merge(new Place(booking.budget(), booking.span()), booking.settled(), Long::sum)));
        }
        return settled;
    }

    private List<Booking> all() {
        var all = new ArrayList<>(forgotten);
        for (var each : cases.values()) {
            for (var one : each.tries) {
                all.addAll(one.bookings());
            }
        }
        return all;
    }

    /** The highest share that was told of a place. */
    public @Nullable Integer told(Place place) {
        return told.get(place);
    }
}
