package io.countersign.simulation.oracle;

import io.countersign.simulation.house.Tariff;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One hand-off. Times are milliseconds since the epoch.
 *
 * @param granted by a reviewer: nothing follows it by itself
 * @param stopped a start of it came after its intent was cancelled
 * @param end the last thing that was said of it, if that was an end
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
        List<Booking> bookings,
        @Nullable Tariff tariff) {

    private static final long LEASE_MARGIN = 5_000;

    public Try {
        bookings = List.copyOf(bookings);
    }

    boolean began() {
        return startedAt != null || (end != null && end != Event.Status.NOT_STARTED);
    }

    boolean isDeniable() {
        return end == null && (startedAt == null || stopped);
    }

    Try started(long at, @Nullable String newRun, boolean stop) {
        return new Try(
                number,
                idempotent,
                granted,
                timeout,
                approvedAt,
                startBy,
                startedAt == null ? at : startedAt,
                newRun,
                leaseFrom(at),
                stopped || stop,
                end,
                bookings,
                tariff);
    }

    Try renewed(long at) {
        return started(at, run, false);
    }

    Try ended(Event.Status how) {
        return new Try(
                number,
                idempotent,
                granted,
                timeout,
                approvedAt,
                startBy,
                startedAt,
                run,
                lease,
                stopped,
                how,
                bookings,
                tariff);
    }

    private long leaseFrom(long at) {
        long until = at + timeout + LEASE_MARGIN;
        return lease != null && lease > until ? lease : until;
    }

    private Try booked(UnaryOperator<Booking> change) {
        var changed = new ArrayList<Booking>();
        bookings.forEach(booking -> changed.add(change.apply(booking)));
        return new Try(
                number,
                idempotent,
                granted,
                timeout,
                approvedAt,
                startBy,
                startedAt,
                run,
                lease,
                stopped,
                end,
                changed,
                tariff);
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
            case COST_MICROS -> cost(input, output, Math.min(input, sane(used.cached())), sane(used.cost()));
        };
    }

    private long cost(long input, long output, long cached, long named) {
        return named > 0 || tariff == null ? named : tariff.cost(input - cached, cached, output);
    }

    /** Nobody uses less than nothing, or more than JSON can tell. */
    private static long sane(long said) {
        return said < 0 ? 0 : said > (1L << 53) - 1 ? (1L << 53) - 1 : said;
    }
}
