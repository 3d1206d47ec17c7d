package io.countersign.policystream.budget;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One decision's view of an owner's balances: it reads what stood before, and gathers what the decision changes. Nothing
 * outside changes until the caller stores {@link #movements()}. Not thread-safe; one instance serves one decision.
 */
public final class Ledger {

    private final Balances stored;
    private final Map<BalanceKey, Movement> movements = new LinkedHashMap<>();

    public Ledger(Balances stored) {
        this.stored = stored;
    }

    /** The balance as the decision leaves it so far. */
    public Balance balance(BalanceKey key) {
        var movement = movements.get(key);
        return movement == null ? stored.of(key) : movement.after();
    }

    /** The balances as the decision leaves them so far, for another ledger that tries something out. */
    public Balances soFar() {
        return new SoFar();
    }

    /** Everything that counts against the limit while this window is current, as the decision leaves it so far. */
    public Balance counted(BalanceKey key) {
        var balance = balance(key);
        return key.window().rolls() ? period(key).total(balance.limit()) : balance;
    }

    /**
     * Holds every claim, or none.
     *
     * @param queued says of a budget that others are waiting for it already, so that a newcomer must not pass them
     */
    public Reservation reserve(List<Claim> claims, Predicate<String> queued) {
        var trial = new Ledger(soFar());
        var shortages = new ArrayList<Shortage>();
        for (var claim : claims) {
            trial.lacks(claim, queued).ifPresent(shortages::add);
            trial.place(claim);
        }
        return shortages.isEmpty()
                ? new Reservation.Placed(claims.stream().map(this::place).toList())
                : new Reservation.Short(shortages);
    }

    /** Books what an attempt used; without a report, all that was held for it. */
    public List<Hold> settle(List<Hold> holds, @Nullable Consumption used) {
        return holds.stream()
                .map(hold -> close(hold, used == null ? hold.amount() : used.in(hold.unit())))
                .toList();
    }

    /** Books, for every hold that is still open, all that it holds. */
    public List<Hold> settleOpen(List<Hold> holds) {
        return holds.stream()
                .map(hold -> hold.open() ? close(hold, hold.amount()) : hold)
                .toList();
    }

    /** Returns everything: the attempt never began. */
    public List<Hold> release(List<Hold> holds) {
        return holds.stream().map(hold -> close(hold, 0)).toList();
    }

    /** The thresholds that the decision's settlements have reached, in rising order; from here on they are told. */
    public List<Threshold> reached(Instant now) {
        var reached = new ArrayList<Threshold>();
        for (var movement : movements()) {
            if (movement.after().settled() > movement.before().settled()) {
                reached.addAll(reached(movement, movement.window().currentAt(now)));
            }
        }
        return reached;
    }

    /** What is booked late into a bucket that has left changes nothing that counts. */
    private List<Threshold> reached(Movement movement, Window current) {
        if (!current.countsWith(movement.window())) {
            return List.of();
        }
        long limit = movement.after().limit();
        var counted = counted(new BalanceKey(movement.budget(), current)).limitedTo(limit);
        var reached = Threshold.LEVELS.stream()
                .filter(percent -> percent > counted.told() && Threshold.isReached(counted.settled(), limit, percent))
                .map(percent -> new Threshold(movement.budget(), movement.unit(), current, percent, counted))
                .toList();
        if (!reached.isEmpty()) {
            movements.put(movement.key(), movement.telling(reached.getLast().percent()));
        }
        return reached;
    }

    /** The changes so far, one for each balance, in the order of their first change; balances that came back are left out. */
    public List<Movement> movements() {
        return movements.values().stream()
                .filter(movement -> !movement.before().equals(movement.after()))
                .toList();
    }

    /** What a claim of nothing takes always fits, whatever the window's limit has become. */
    private Optional<Shortage> lacks(Claim claim, Predicate<String> queued) {
        if (claim.amount() == 0) {
            return Optional.empty();
        }
        var counted = counted(claim.key());
        boolean fits = counted.fits(claim.amount(), claim.limit());
        boolean waits = fits && queued.test(claim.budget());
        return fits && !waits ? Optional.empty() : Optional.of(new Shortage(claim, counted, waits, opening(claim)));
    }

    private Instant opening(Claim claim) {
        var window = claim.window();
        return window.rolls() ? period(claim.key()).roomFor(claim.amount(), claim.limit(), window) : window.closes();
    }

    /** What stood before, with what the decision has moved since. */
    private Period period(BalanceKey key) {
        var period = stored.period(key).at(key.window().opens());
        for (var movement : movements.values()) {
            if (movement.budget().equals(key.budget()) && key.window().countsWith(movement.window())) {
                period = period.with(movement.window(), movement.after());
            }
        }
        return period;
    }

    private Hold place(Claim claim) {
        var hold = Hold.placed(claim);
        if (claim.amount() > 0) {
            move(hold, balance(hold.key()).hold(claim.amount(), claim.limit()));
        }
        return hold;
    }

    private Hold close(Hold hold, long actual) {
        var closed = hold.settledAt(actual);
        move(hold, balance(hold.key()).close(hold, closed));
        return closed;
    }

    private void move(Hold hold, Balance after) {
        var key = hold.key();
        var before = movements.containsKey(key) ? movements.get(key).before() : stored.of(key);
        movements.put(key, new Movement(key.budget(), hold.unit(), key.window(), before, after));
    }

    private final class SoFar implements Balances {
        @Override
        public Balance of(BalanceKey key) {
            return balance(key);
        }

        @Override
        public Period period(BalanceKey key) {
            return Ledger.this.period(key);
        }
    }
}
