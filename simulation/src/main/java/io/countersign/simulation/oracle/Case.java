package io.countersign.simulation.oracle;

import io.countersign.simulation.house.Ask;
import io.countersign.simulation.house.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An intent as it should be. Times are milliseconds since the epoch. */
public final class Case {

    private static final long GRACE = 1_000;
    private static final long MONTH = 30L * 24 * 3_600_000;
    private static final long YEAR_9999 = 253_402_300_799_000L;

    final Ask ask;
    Life life = Life.REJECTED;
    long version;
    long since;

    @Nullable
    String code;

    List<Try> tries = List.of();
    Set<String> met = new TreeSet<>();
    List<Event.Voter> votes = List.of();

    @Nullable
    String cancelledBy;

    boolean doubted;
    int idle;

    @Nullable
    Long idleSince;

    long until;
    long latestUntil;
    long waitsSince;
    long ticket;
    List<String> waitsFor = List.of();
    List<Clause> clauses = List.of();
    long approveBy;
    long freshFrom;

    /** When its executor is asked no longer what became of it; null if it is not asked. */
    @Nullable
    Long askedUntil;

    @Nullable
    Long askAgain;

    int asked;
    int answered;

    /** How many models had been tried in vain when nobody knew what became of it. */
    int passedOver;

    @Nullable
    String replacedBy;

    @Nullable
    Footprint footprint;

    Case(Ask ask) {
        this.ask = ask;
    }

    Case copy() {
        var copy = new Case(ask);
        copy.life = life;
        copy.version = version;
        copy.since = since;
        copy.code = code;
        copy.tries = tries;
        copy.met = met;
        copy.votes = votes;
        copy.cancelledBy = cancelledBy;
        copy.doubted = doubted;
        copy.idle = idle;
        copy.idleSince = idleSince;
        copy.until = until;
        copy.latestUntil = latestUntil;
        copy.waitsSince = waitsSince;
        copy.ticket = ticket;
        copy.waitsFor = waitsFor;
        copy.clauses = clauses;
        copy.approveBy = approveBy;
        copy.freshFrom = freshFrom;
        copy.askedUntil = askedUntil;
        copy.askAgain = askAgain;
        copy.asked = asked;
        copy.answered = answered;
        copy.passedOver = passedOver;
        copy.replacedBy = replacedBy;
        copy.footprint = footprint;
        return copy;
    }

    public Ask ask() {
        return ask;
    }

    public Life life() {
        return life;
    }

    public long version() {
        return version;
    }

    public @Nullable String code() {
        return code;
    }

    public List<Try> tries() {
        return tries;
    }

    public Set<String> met() {
        return met;
    }

    public List<Event.Voter> votes() {
        return votes;
    }

    public @Nullable String cancelledBy() {
        return cancelledBy;
    }

    public boolean doubted() {
        return doubted;
    }

    public int idle() {
        return idle;
    }

    /** How often its executor was asked what became of it, and how often it answered without telling. */
    public String asking() {
        return askedUntil == null ? "never asked" : asked + " asked, " + answered + " answered";
    }

    public @Nullable String replacedBy() {
        return replacedBy;
    }

    public @Nullable Footprint footprint() {
        return footprint;
    }

    public List<String> waitsFor() {
        return waitsFor;
    }

    Try last() {
        return tries.getLast();
    }

    @Nullable
    Try numbered(int number) {
        return tries.stream()
                .filter(each -> each.number() == number)
                .findFirst()
                .orElse(null);
    }

    boolean hasSucceeded() {
        return tries.stream().anyMatch(each -> each.end() == Event.Status.SUCCEEDED);
    }

    boolean hasSucceededBeside(int number) {
        return tries.stream().anyMatch(each -> each.number() != number && each.end() == Event.Status.SUCCEEDED);
    }

    /** Whether the world was changed, as far as its executors tell. */
    public String effect() {
        if (hasSucceeded()) {
            return "CONFIRMED";
        }
        return tries.stream().anyMatch(Try::mayHaveActed) ? "UNKNOWN" : "NONE";
    }

    /** An earlier attempt had its effect, or may have had it. */
    boolean isOvertaken() {
        return hasSucceeded() || doubted;
    }

    long begun() {
        return tries.stream().filter(Try::began).count();
    }

    /**
     * A try in its latest shape. The row of those that did not begin ends with one that did: when the next is made, since the
     * latest may be taken back, or when it turns out later.
     */
    void put(Try changed) {
        long begunBefore = begun();
        int latest = tries.isEmpty() ? 0 : last().number();
        boolean latestBegan = latest > 0 && last().began();
        var all = new ArrayList<Try>();
        tries.stream().filter(each -> each.number() != changed.number()).forEach(all::add);
        all.add(changed);
        tries = List.copyOf(all.stream()
                .sorted((a, b) -> Integer.compare(a.number(), b.number()))
                .toList());
        boolean over = changed.number() > latest ? latestBegan : changed.number() < latest && begun() > begunBefore;
        if (over) {
            idle = 0;
            idleSince = null;
        }
    }

    void settleInFull() {
        tries = tries.stream().map(Try::settledInFull).toList();
    }

    void excuse(long span) {
        idleSince = idleSince == null ? null : idleSince + span;
    }

    /**
     * Every promise to look at it again, by name. Where a wait was drawn by lot, what is promised is between this and
     * {@link #latestUntil()}.
     */
    public Map<String, Long> timers() {
        var timers = new TreeMap<String, Long>();
        switch (life) {
            case DEFERRED -> {
                timers.put("OPENS", until);
                timers.put("GIVE_UP", waitsSince + MONTH);
            }
            case RETRYING -> {
                timers.put("RETRY", until);
                timers.put("GIVE_UP", waitsSince + MONTH);
            }
            case HELD -> timers.put("APPROVE_BY", approveBy + GRACE);
            case APPROVED -> timers.put("START_BY", last().startBy() + GRACE);
            case RUNNING -> timers.put("LEASE", lease() + GRACE);
            case UNKNOWN -> {
                timers.put("REVIEW_BY", since + MONTH);
                if (askAgain != null) {
                    timers.put("PROBE", askAgain);
                }
            }
            case DEAD -> timers.put("REVIEW_BY", since + MONTH);
            default -> timers.put("FORGET", since + MONTH);
        }
        if ((life == Life.DEFERRED || life == Life.RETRYING || life == Life.HELD) && ask.deadline() != null) {
            timers.put("DEADLINE", Math.min(ask.deadline() + GRACE, YEAR_9999));
        }
        return timers;
    }

    /** The latest that a wait which is drawn by lot may last. */
    public long latestUntil() {
        return Math.max(until, latestUntil);
    }

    /** Learns what was drawn. */
    public void drawn(long at) {
        until = at;
        latestUntil = at;
    }

    long lease() {
        var lease = last().lease();
        if (lease == null) {
            throw new IllegalStateException("runs without a lease");
        }
        return lease;
    }
}
