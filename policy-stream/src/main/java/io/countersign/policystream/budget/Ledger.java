package io.countersign.policystream.budget;

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

    /**
     * Holds every claim, or none.
     *
     * @param queued says of a budget that others are waiting for it already, so that a newcomer must not pass them
     */
    public Reservation reserve(List<Claim> claims, Predicate<String> queued) {
        var trial = new Ledger(this::balance);
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
        var balance = balance(claim.key());
        boolean fits = balance.fits(claim.amount(), claim.limit());
        boolean waits = fits && queued.test(claim.budget());
        return fits && !waits ? Optional.empty() : Optional.of(new Shortage(claim, balance, waits));
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
}
