package io.countersign.simulation.oracle;

import io.countersign.simulation.house.Tariff;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One hand-off. Times are milliseconds since the epoch.
 *
 * @param granted by a reviewer: nothing follows it by itself
 * @param stopped a start of it came after its intent was cancelled
 * @param end the last thing that was said of it, if that was an end
 * @param found true if that was said by who was asked, and not yet by itself
 * @param several true if more than one run of it has begun
 * @param denied true if the run that ended it says that there was no effect at all
 * @param tariffs of the models that may answer it
 */
public record Try(
        int number,
        boolean idempotent,
        boolean granted,
        long timeout,
        long approvedAt,
        long startBy,
        @Nullable Long startedAt,
        @Nullable String run,
        @Nullable Long lease,
        boolean stopped,
        Event.@Nullable Status end,
        boolean found,
        boolean several,
        boolean denied,
        List<Booking> bookings,
        List<Tariff> tariffs) {

    private static final long LEASE_MARGIN = 5_000;

    public Try {
        bookings = List.copyOf(bookings);
        tariffs = List.copyOf(tariffs);
    }

    boolean began() {
        return end != Event.Status.NOT_STARTED && (startedAt != null || end != null);
    }

    /** Whether it may be taken back by this run. */
    boolean isDeniable(@Nullable String by) {
        if (end != null) {
            return false;
        }
        return startedAt == null || stopped || (!idempotent && by != null && by.equals(run));
    }

    /** Whether this run speaks of something that another one has, and that must not be done by both. */
    boolean belongsToAnother(@Nullable String by) {
        return by != null && run != null && !by.equals(run) && !idempotent;
    }

    /** Whether the world may have changed by it, though it does not say so. */
    boolean mayHaveActed() {
        if (!began() || end == Event.Status.SUCCEEDED) {
            return false;
        }
        if (end != Event.Status.FAILED && end != Event.Status.FAILED_RETRYABLE) {
            return true;
        }
        boolean toldByLookingItUp = found;
        boolean leavesItOpen = end == Event.Status.FAILED_RETRYABLE && !denied;
        return idempotent && !toldByLookingItUp && (several || leavesItOpen);
    }

    /** Whether this run, in time, begins what was said to have had no effect. */
    boolean isBegunAfterDenial(Event.Report report) {
        return report.status() == Event.Status.STARTED
                && report.at() < startBy
                && denied
                && !several
                && (report.run() == null || !report.run().equals(run));
    }

    Try started(long at, @Nullable String newRun, boolean stop) {
        long since = startedAt == null ? at : startedAt;
        boolean again = several || startedAt != null;
        return with(since, newRun, leaseFrom(at), stopped || stop, end, found, again, denied, bookings);
    }

    Try renewed(long at) {
        return with(startedAt, run, leaseFrom(at), stopped, end, found, several, denied, bookings);
    }

    Try begunAgain() {
        return counted(true, denied);
    }

    Try ended(Event.Status how) {
        return ended(how, false);
    }

    Try ended(Event.Status how, boolean asked) {
        return with(startedAt, run, lease, stopped, how, asked, several, false, bookings);
    }

    /**
     * It ends by its own report. Who speaks of no effect at all has to be the run that began it, while its lease lasts; of what
     * must not be done twice it says nothing new.
     */
    Try endedBy(Event.Report report) {
        boolean isTheRun = Objects.equals(report.run(), run) && lease != null && report.at() < lease;
        boolean believed = idempotent && (startedAt == null || isTheRun);
        return ended(report.status()).counted(several, report.noEffect() && believed);
    }

    private Try with(
            @Nullable Long begun,
            @Nullable String by,
            @Nullable Long until,
            boolean stop,
            Event.@Nullable Status how,
            boolean asked,
            boolean more,
            boolean none,
            List<Booking> booked) {
        return new Try(
                number,
                idempotent,
                granted,
                timeout,
                approvedAt,
                startBy,
                begun,
                by,
                until,
                stop,
                how,
                asked,
                more,
                none,
                booked,
                tariffs);
    }

    private Try counted(boolean more, boolean none) {
        return with(startedAt, run, lease, stopped, end, found, more, none, bookings);
    }

    private long leaseFrom(long at) {
        long until = at + timeout + LEASE_MARGIN;
        return lease != null && lease > until ? lease : until;
    }

    private Try booked(UnaryOperator<Booking> change) {
        var changed = new ArrayList<Booking>();
        bookings.forEach(booking -> changed.add(change.apply(booking)));
        return with(startedAt, run, lease, stopped, end, found, several, denied, changed);
    }

    Try returned() {
        return booked(booking -> booking.closed(0));
    }

    Try settledInFull() {
        return booked(booking -> booking.open() ? booking.closed(booking.amount()) : booking);
    }

    Try settled(Event.@Nullable Usage used) {
        return booked(booking -> booking.closed(used == null ? booking.amount() : amount(booking, used)));
    }

    private long amount(Booking booking, Event.Usage used) {
        long input = sane(used.input());
        long output = sane(used.output());
        return switch (booking.unit()) {
            case TOKENS -> input + output;
            case INPUT_TOKENS -> input;
            case OUTPUT_TOKENS -> output;
            case REQUESTS -> 1;
            case COST_MICROS ->
                sane(used.cost()) > 0
                        ? sane(used.cost())
                        : cost(input, output, Math.min(input, sane(used.cached())), used.model());
        };
    }

    /** At the price of the model that answered; where none of those that may is named, at the dearest of them. */
    private long cost(long input, long output, long cached, @Nullable String model) {
        var named = tariffs.stream().filter(each -> each.name().equals(model)).findFirst();
        var costs = named.map(List::of).orElse(tariffs).stream()
                .mapToLong(each -> each.cost(input - cached, cached, output));
        return costs.max().orElse(0);
    }

    /** Nobody uses less than nothing, or more than JSON can tell. */
    private static long sane(long said) {
        return said < 0 ? 0 : said > (1L << 53) - 1 ? (1L << 53) - 1 : said;
    }
}
