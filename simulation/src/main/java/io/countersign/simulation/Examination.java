package io.countersign.simulation;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.BalanceKey;
import io.countersign.policystream.budget.Window;
import io.countersign.policystream.lifecycle.Consequence;
import io.countersign.policystream.lifecycle.Input;
import io.countersign.simulation.house.Ask;
import io.countersign.simulation.house.Span;
import io.countersign.simulation.oracle.Booking;
import io.countersign.simulation.oracle.Case;
import io.countersign.simulation.oracle.NaiveLedger.Place;
import io.countersign.simulation.oracle.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that must hold of one decision, and of the books after it. */
final class Examination {

    private final OwnerState owner;
    private final Step step;
    private final Setting setting;
    private final Comparison comparison;
    private @Nullable Ask successor;

    Examination(OwnerState owner, Step step, Setting setting) {
        this.owner = owner;
        this.step = step;
        this.setting = setting;
        this.comparison = new Comparison(step);
    }

    /** What takes the place of an ended intent, as the oracle has it. */
    Ask successor() {
        if (successor == null) {
            throw comparison.violation("a successor that nobody asked for");
        }
        return successor;
    }

    /** A pure function decides alike whenever it is asked. */
    void samePurely(Step again) {
        require(
                step.decision().equals(again.decision()) && step.movements().equals(again.movements()),
                () -> "decided differently the second time: " + again.decision());
    }

    void asExpected() {
        var oracle = owner.oracle();
        var before = bookings(oracle.find(step.id()));
        var expected = oracle.expect(step.id(), step.event(), setting);
        successor = expected.spawned();
        var known = oracle.find(step.id());
        comparison.state(known);
        comparison.consequences(expected);
        event();
        var after = bookings(known);
        after.forEach(booking -> {
            if (!before.contains(booking)) {
                stored(booking);
            }
        });
        if (known != null && expected.isHandedOver()) {
            known.tries().getLast().bookings().forEach(this::truePeriod);
        }
        step.movements()
                .forEach(movement -> balance(
                        new Place(movement.budget(), span(movement.window())), movement.key(), movement.after()));
    }

    private static Set<Booking> bookings(@Nullable Case known) {
        var bookings = new HashSet<Booking>();
        if (known != null) {
            known.tries().forEach(each -> bookings.addAll(each.bookings()));
        }
        return bookings;
    }

    /** One event for each change, and none without; it tells of everything that changed. */
    private void event() {
        var before = step.before();
        var after = step.after();
        boolean commands = step.input() instanceof Input.Command;
        require(step.all(Consequence.Answered.class).size() == (commands ? 1 : 0), () -> "a command has one answer");
        var events = step.all(Consequence.Recorded.class);
        if (after == null || after.equals(before)) {
            require(events.isEmpty(), () -> "an event without a change");
            require(step.movements().isEmpty(), () -> "balances moved without an event");
            return;
        }
        require(events.size() == 1, () -> events.size() + " events of one change");
        var event = events.getFirst();
        require(event.state().equals(after), () -> "the event tells of another state");
        require(
                Objects.equals(event.from(), before == null ? null : before.name()),
                () -> "the event tells of another past");
        require(event.movements().equals(step.movements()), () -> "the event tells of other movements");
        require(!event.actor().isEmpty(), () -> "done by nobody");
    }

    /** The stored balance where a booking has changed. */
    private void stored(Booking booking) {
        var span = booking.span();
        var key = new BalanceKey(
                booking.budget(),
                new Window(
                        Instant.ofEpochMilli(span.from()),
                        Duration.ofMillis(span.to() - span.from()),
                        span.rolls() ? Duration.ofMillis(span.period()) : null));
        require(owner.books().has(key), () -> "a balance was given up that its holds still reach: " + key);
        balance(new Place(booking.budget(), span), key, owner.books().of(key));
    }

    private void truePeriod(Booking placed) {
        owner.oracle().ledger().truePeriodAbove(placed).ifPresent(above -> require(false, () -> above));
    }

    private void balance(Place place, BalanceKey key, Balance actual) {
        var sum = owner.oracle().ledger().sum(place);
        var told = owner.oracle().ledger().told(place);
        var expected = new Balance(sum.limit(), sum.held(), sum.settled(), sum.overrun(), told == null ? 0 : told);
        require(actual.equals(expected), () -> key + " is " + actual + ", its holds are " + expected);
        require(sum.bounded() <= sum.limit(), () -> "above the limit: " + key + " " + actual);
    }

    private static Span span(Window window) {
        long from = window.opens().toEpochMilli();
        long length = window.length().toMillis();
        var period = window.period();
        return period == null
                ? new Span(from, from + length, 0, 0)
                : new Span(from, from + length, 144 * length, period.toMillis());
    }

    private void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw comparison.violation(otherwise.get());
        }
    }
}
