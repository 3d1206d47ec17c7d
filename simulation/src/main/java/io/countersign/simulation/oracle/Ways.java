package io.countersign.simulation.oracle;

import io.countersign.simulation.house.Clause;
import io.countersign.simulation.house.Tariff;
import io.countersign.simulation.house.Terms;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways that an intent may go. */
final class Ways {

    private static final int MOST_IDLE = 10;
    private static final long LONGEST_IDLE = 3_600_000;
    private static final long GRACE = 1_000;

    private final Case known;
    private final Desk desk;
    private final Expected expected;
    private final long now;

    Ways(Case known, Desk desk) {
        this.known = known;
        this.desk = desk;
        this.expected = desk.expected();
        this.now = desk.now();
    }

    /** A decision that replaces the one before. */
    private void decide(Life life, @Nullable String code) {
        known.life = life;
        known.code = code;
        known.since = now;
        known.version++;
        expected.change();
    }

    /** A change that leaves the decision as it is. */
    void note() {
        known.version++;
        expected.change();
    }

    void approve(Desk.Verdict.Go go, boolean granted) {
        if (known.tries.isEmpty()) {
            known.footprint = desk.footprints()
                    .leave(known.ask, desk.setting().house(), now, desk.tasks().remembers(known.ask, now));
        }
        known.settleInFull();
        var terms = go.admitted().terms();
        long startBy = now + terms.executeWithin();
        var deadline = known.ask.deadline();
        known.put(new Try(
                known.tries.isEmpty() ? 1 : known.last().number() + 1,
                terms.idempotent(),
                granted,
                terms.timeout(),
                now,
                deadline == null ? startBy : Math.min(deadline, startBy),
                null,
                null,
                null,
                false,
                null,
                false,
                false,
                false,
                desk.ledger().place(go.needs(), now),
                go.admitted().tariffs()));
        decide(Life.APPROVED, null);
        expected.handOver(
                go.admitted().tariffs().stream().skip(1).map(Tariff::name).toList());
    }

    /** It is over without a call: no hold, no footprint, no hand-off. */
    void answer(Desk.Verdict.Answer answer) {
        end(Life.SUCCEEDED, null);
        expected.given(answer.terms().name(), answer.terms().result());
    }

    void hold(Desk.Verdict.Ask question, List<Event.Voter> votes) {
        known.settleInFull();
        known.votes = List.copyOf(votes);
        known.clauses = question.clauses();
        known.approveBy = now
                + question.clauses().stream().mapToLong(Clause::within).min().orElseThrow();
        decide(Life.HELD, null);
        known.freshFrom = known.version;
        expected.letter("HELD");
    }

    void defer(Desk.Verdict.Wait wait, long ticket, long since) {
        known.settleInFull();
        known.until = wait.until();
        known.waitsFor = wait.budgets();
        known.ticket = ticket;
        known.waitsSince = since;
        decide(Life.DEFERRED, null);
    }

    void reject(Desk.Verdict.No no) {
        end(Life.REJECTED, no.code());
        expected.letter("REJECTED");
    }

    void end(Life life, @Nullable String code) {
        known.settleInFull();
        decide(life, code);
    }

    /** A person must find out what became of it. */
    private void unknown() {
        known.askedUntil = null;
        known.askAgain = null;
        decide(Life.UNKNOWN, null);
        expected.letter("UNKNOWN");
    }

    /** Nobody knows what became of the last attempt: its executor is asked first, if it can tell. */
    void doubt() {
        if (known.life == Life.UNKNOWN && known.askedUntil != null) {
            decide(Life.UNKNOWN, null);
            if (known.askAgain == null) {
                expected.letter("UNKNOWN");
            }
        } else if (askingSpan() == 0) {
            unknown();
        } else {
            decide(Life.UNKNOWN, null);
            known.askedUntil = now + askingSpan();
            known.asked = 0;
            known.answered = 0;
            ask();
        }
    }

    private void ask() {
        known.asked++;
        var until = known.askedUntil;
        known.askAgain = Math.min(until == null ? now : until, now + Terms.askAgainAfter(known.asked));
        expected.direct("PROBE", known.last().number());
    }

    /** How long the policy has an executor asked; 0 if it does not. */
    long askingSpan() {
        return desk.setting()
                .house()
                .terms(known.ask.action())
                .map(Terms::reconcile)
                .orElse(0L);
    }

    private void askAgain() {
        note();
        if (askingSpan() == 0 || known.askedUntil == null || now >= known.askedUntil) {
            known.askAgain = null;
            expected.passedOver(known.passedOver).letter("UNKNOWN");
        } else {
            ask();
        }
    }

    /** An earlier attempt's late truth counts as soon as no other attempt is under way. */
    private boolean overtaken() {
        if (!known.isOvertaken()) {
            return false;
        }
        if (known.hasSucceeded()) {
            end(Life.SUCCEEDED, null);
        } else {
            unknown();
        }
        return true;
    }

    void expire(String code) {
        if (!overtaken()) {
            end(Life.EXPIRED, code);
            expected.letter("EXPIRED");
        }
    }

    void cancelled() {
        if (!overtaken()) {
            end(Life.CANCELLED, null);
        }
    }

    /** Nothing is tried any more: what is prepared stands in, or a person has to look at it. */
    void die() {
        if (overtaken()) {
            return;
        }
        var rescue = desk.rescue(known);
        var answer = rescue.answer();
        if (answer == null) {
            decide(Life.DEAD, null);
            expected.letter("FAILED");
            if (rescue.untold() != null) {
                expected.untold(rescue.untold().name());
            }
        } else {
            end(Life.SUCCEEDED, null);
            expected.rescued(answer.name(), answer.result());
        }
    }

    private void retry(long atLeast, long atMost) {
        if (!overtaken()) {
            known.until = now + atLeast;
            known.latestUntil = now + atMost;
            known.waitsSince = now;
            decide(Life.RETRYING, null);
        }
    }

    /** The attempt began and failed: what may be repeated is, as often as its action says. */
    void again(Try attempt, @Nullable Long retryAfter) {
        int attempts = desk.setting()
                .house()
                .terms(known.ask.action())
                .map(Terms::attempts)
                .orElse(1);
        if (attempt.idempotent() && !attempt.granted() && known.begun() < attempts) {
            backOff((int) known.begun(), retryAfter == null ? 0 : Math.max(0, Math.min(retryAfter, 30L * 86_400_000)));
        } else {
            die();
        }
    }

    private void backOff(int tries, long asked) {
        long longest = desk.setting()
                .house()
                .terms(known.ask.action())
                .map(terms -> terms.longestWait(tries))
                .orElse(Math.min(300_000, 1_000L << Math.min(20, tries - 1)));
        retry(asked, Math.max(asked, longest));
    }

    /** The attempt came to nothing; its hold is back. */
    void neverBegan(Try attempt, boolean saysFrozen) {
        if (known.cancelledBy != null) {
            cancelled();
        } else if (known.ask.isPast(now)) {
            expire("DEADLINE_PASSED");
        } else if (desk.frozen(known.ask)) {
            known.excuse(now - attempt.approvedAt());
            retry(1_000, 1_000);
        } else {
            known.idle++;
            long idleSince = known.idleSince == null ? attempt.approvedAt() : known.idleSince;
            known.idleSince = idleSince;
            boolean tooLong = now - idleSince >= LONGEST_IDLE;
            if (known.idle >= MOST_IDLE || tooLong || (attempt.granted() && !saysFrozen)) {
                die();
            } else {
                backOff(known.idle, 0);
            }
        }
    }

    void cancel(String by) {
        switch (known.life) {
            case DEFERRED, HELD, RETRYING, DEAD -> {
                cancelled();
                expected.answer(true, null, Desk.due(known));
            }
            case APPROVED, RUNNING -> {
                if (known.cancelledBy == null) {
                    known.cancelledBy = by;
                    known.code = null;
                    note();
                    expected.direct("CANCEL", known.last().number());
                }
                expected.answer(true, null, Desk.due(known));
            }
            default -> expected.answer(false, "ENDED");
        }
    }

    void halt() {
        if (known.life == Life.APPROVED || known.life == Life.RUNNING) {
            expected.direct("CANCEL", known.last().number());
        }
    }

    /** Everything that was said in time has been read, if the fence stands behind it. */
    void fence(Event.Fence fence) {
        boolean underWay = known.life == Life.APPROVED || known.life == Life.RUNNING;
        if (!underWay || known.last().number() != fence.attempt()) {
            return;
        }
        var attempt = known.last();
        long due = (known.life == Life.APPROVED ? attempt.startBy() : known.lease()) + GRACE;
        if (fence.at() < due) {
            expected.rearm();
        } else if (known.life == Life.APPROVED) {
            known.put(attempt.returned());
            neverBegan(attempt, false);
        } else if (!attempt.idempotent()) {
            known.passedOver = 0;
            doubt();
        } else if (known.cancelledBy != null) {
            cancelled();
        } else {
            again(attempt, null);
        }
    }

    void timedOut(String name) {
        switch (name) {
            case "DEADLINE" -> expire("DEADLINE_PASSED");
            case "APPROVE_BY" -> expire("APPROVE_BY_PASSED");
            case "REVIEW_BY" -> end(Life.DISCARDED, null);
            case "GIVE_UP" -> {
                if (known.life == Life.RETRYING) {
                    die();
                } else {
                    expire(known.waitsFor.isEmpty() ? "RULE" : "OVER_BUDGET");
                }
            }
            case "OPENS" -> reconsider();
            case "RETRY" -> tryAgain();
            case "PROBE" -> askAgain();
            default -> {
                // fenced ones decide nothing by themselves
            }
        }
    }

    /** A deferred intent is judged in full, in its place in line. */
    void reconsider() {
        if (desk.frozen(known.ask) || known.ask.isPast(now) || overtaken()) {
            return;
        }
        switch (desk.inFull(known, known.ticket)) {
            case Desk.Verdict.Go go -> approve(go, !known.tries.isEmpty());
            case Desk.Verdict.Answer answer -> answer(answer);
            case Desk.Verdict.Ask question -> hold(question, new ArrayList<>());
            case Desk.Verdict.No no -> reject(no);
            case Desk.Verdict.Wait wait -> {
                if (wait.until() != known.until || !wait.budgets().equals(known.waitsFor)) {
                    defer(wait, known.ticket, known.waitsSince);
                }
            }
        }
    }

    private void tryAgain() {
        if (desk.frozen(known.ask) || known.ask.isPast(now) || overtaken()) {
            return;
        }
        known.excuse(now - known.until);
        switch (desk.charge(known)) {
            case Desk.Verdict.Go go -> approve(go, known.last().granted());
            case Desk.Verdict.Wait wait -> {
                known.until = wait.until();
                known.latestUntil = wait.until();
                decide(Life.RETRYING, null);
            }
            case Desk.Verdict.No ignored -> die();
            case Desk.Verdict.Answer ignored -> throw new IllegalStateException("an attempt is not replaced");
            case Desk.Verdict.Ask ignored -> throw new IllegalStateException("nobody is asked about a retry");
        }
    }
}
