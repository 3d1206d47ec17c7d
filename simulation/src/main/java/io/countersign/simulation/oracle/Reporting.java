package io.countersign.simulation.oracle;

import java.util.Objects;

/** What an executor's report should lead to. */
final class Reporting {

    private final Case known;
    private final Event.Report report;
    private final Desk desk;
    private final Expected expected;
    private final Ways ways;

    Reporting(Case known, Event.Report report, Desk desk) {
        this.known = known;
        this.report = report;
        this.desk = desk;
        this.expected = desk.expected();
        this.ways = new Ways(known, desk);
    }

    void decide() {
        var attempt = known.numbered(report.attempt());
        if (attempt == null || report.pass() == Event.Pass.FORGED) {
            expected.stray();
            return;
        }
        if (report.pass() == Event.Pass.PROBE) {
            answered(attempt);
            return;
        }
        boolean denies = switch (report.status()) {
            case NOT_STARTED, FAILED, FAILED_RETRYABLE -> true;
            case STARTED, RUNNING, SUCCEEDED, UNKNOWN -> false;
        };
        if (denies && attempt.belongsToAnother(report.run())) {
            return;
        }
        if (attempt.found() && report.status().isEnd()) {
            overtaken(attempt);
            return;
        }
        boolean isKnown = attempt.end() != null && attempt.end() != Event.Status.UNKNOWN;
        if (isKnown || attempt.end() == report.status()) {
            if (attempt.isBegunAfterDenial(report) && !known.life.isEnd()) {
                begunAgain(attempt);
            } else if (!report.status().isEnd()) {
                refuse();
            }
            return;
        }
        if (known.life.isEnd() || attempt.number() != known.last().number()) {
            late(attempt);
            return;
        }
        boolean waitsForRetry = known.life == Life.HELD || known.life == Life.DEFERRED;
        switch (report.status()) {
            case STARTED -> started(attempt);
            case RUNNING -> stillRunning(attempt);
            case NOT_STARTED -> notStarted(attempt);
            case SUCCEEDED -> succeeded(attempt);
            case FAILED, FAILED_RETRYABLE -> {
                if (waitsForRetry) {
                    late(attempt);
                } else {
                    failed(attempt);
                }
            }
            case UNKNOWN -> {
                if (waitsForRetry) {
                    late(attempt);
                } else {
                    nobodyKnows(attempt);
                }
            }
        }
    }

    /** An answer to the question what became of it, if that is open. */
    private void answered(Try attempt) {
        boolean open = known.life == Life.UNKNOWN
                && known.askedUntil != null
                && attempt.number() == known.last().number()
                && ways.askingSpan() > 0;
        if (!open) {
            return;
        }
        switch (report.status()) {
            case SUCCEEDED -> succeeded(attempt);
            case FAILED, FAILED_RETRYABLE -> failed(attempt);
            case UNKNOWN -> {
                if (known.answered < known.asked) {
                    known.answered++;
                    ways.note();
                }
            }
            case STARTED, RUNNING, NOT_STARTED -> {
                // answers nothing
            }
        }
    }

    private boolean isAnswer() {
        return report.pass() == Event.Pass.PROBE;
    }

    /** It tells its end after another has told it. What was used is true, and what was seen to be there is there. */
    private void overtaken(Try attempt) {
        switch (report.status()) {
            case SUCCEEDED -> toldLate(attempt, attempt.settled(report.used()).ended(Event.Status.SUCCEEDED));
            case FAILED, FAILED_RETRYABLE ->
                toldLate(
                        attempt,
                        attempt.end() == Event.Status.SUCCEEDED
                                ? attempt.settled(report.used()).ended(attempt.end())
                                : attempt.settled(report.used()).endedBy(report));
            case UNKNOWN -> {
                var booked = report.used() == null ? attempt : attempt.settled(report.used());
                if (!booked.equals(attempt)) {
                    toldLate(attempt, booked);
                }
            }
            case STARTED, RUNNING, NOT_STARTED -> {
                // who was found to have ended had begun
            }
        }
    }

    /** It was said to have had no effect; now nobody knows. */
    private void begunAgain(Try attempt) {
        known.put(attempt.begunAgain());
        ways.note();
        if (known.life == Life.HELD) {
            known.freshFrom = known.version;
        }
        refuse();
        if (known.life == Life.DEAD) {
            expected.letter("FAILED");
        }
    }

    private void refuse() {
        expected.direct("REFUSED", report.attempt(), report.run());
    }

    private void started(Try attempt) {
        boolean inTime = report.at() < attempt.startBy();
        if (known.life == Life.APPROVED && inTime) {
            boolean stop = known.cancelledBy != null;
            known.put(attempt.started(report.at(), report.run(), stop));
            known.life = Life.RUNNING;
            known.since = desk.now();
            ways.note();
            if (stop) {
                refuse();
            } else if (!attempt.idempotent()) {
                expected.direct("RENEWED", attempt.number(), report.run());
            }
        } else if (known.life == Life.RUNNING && isSame(attempt)) {
            return;
        } else if (known.life == Life.RUNNING
                && inTime
                && attempt.idempotent()
                && report.at() < known.lease()
                && known.cancelledBy == null) {
            renew(attempt.started(report.at(), report.run(), false));
        } else {
            refuse();
        }
    }

    private boolean isSame(Try attempt) {
        return report.run() == null
                ? attempt.run() == null && !attempt.idempotent()
                : Objects.equals(report.run(), attempt.run());
    }

    private void stillRunning(Try attempt) {
        if (known.life == Life.RUNNING && !attempt.belongsToAnother(report.run())) {
            renew(attempt.renewed(report.at()));
        } else if (known.life != Life.APPROVED) {
            refuse();
        }
    }

    private void renew(Try renewed) {
        known.put(renewed);
        ways.note();
        expected.direct("RENEWED", renewed.number(), report.run());
    }

    private void notStarted(Try attempt) {
        boolean underWay = known.life == Life.APPROVED || known.life == Life.RUNNING;
        if (underWay && attempt.isDeniable(report.run())) {
            known.put(attempt.returned().ended(report.status()));
            ways.neverBegan(attempt, report.saysFrozen());
        }
    }

    private void succeeded(Try attempt) {
        if (known.hasSucceeded()) {
            expected.letter("FAILED");
        }
        known.put(attempt.settled(report.used()).ended(report.status(), isAnswer()));
        expected.told(report);
        ways.end(Life.SUCCEEDED, null);
    }

    private void failed(Try attempt) {
        var booked = attempt.settled(report.used());
        var failed = isAnswer() ? booked.ended(report.status(), true) : booked.endedBy(report);
        known.put(failed);
        if (known.cancelledBy == null && !known.isOvertaken()) {
            expected.told(report);
        }
        if (known.cancelledBy != null) {
            ways.cancelled();
        } else if (report.status() == Event.Status.FAILED_RETRYABLE) {
            ways.again(failed, report.retryAfter());
        } else {
            ways.die();
        }
    }

    /** The hold stays until the truth is known, unless the executor says what was used. */
    private void nobodyKnows(Try attempt) {
        known.put((report.used() == null ? attempt : attempt.settled(report.used())).ended(report.status()));
        known.passedOver = expected.told(report).passedOver();
        ways.doubt();
    }

    /** Nothing is decided by it any more; what was used is booked, and what it means is told. */
    private void late(Try attempt) {
        if (!report.status().isEnd()) {
            refuse();
            return;
        }
        boolean nothing = report.status() == Event.Status.NOT_STARTED;
        if (nothing && !attempt.isDeniable(report.run())) {
            return;
        }
        known.doubted |= report.status() == Event.Status.UNKNOWN && !attempt.idempotent();
        toldLate(
                attempt,
                nothing
                        ? attempt.returned().ended(report.status())
                        : attempt.settled(report.used()).endedBy(report));
    }

    private void toldLate(Try attempt, Try after) {
        boolean twice = known.hasSucceededBeside(attempt.number());
        expected.told(report);
        known.put(after);
        ways.note();
        if (known.life == Life.HELD) {
            known.freshFrom = known.version;
        }
        if (report.status() == Event.Status.SUCCEEDED) {
            tell(twice);
        }
    }

    private void tell(boolean twice) {
        if (twice) {
            expected.letter("FAILED");
        }
        switch (known.life) {
            case APPROVED, RUNNING -> expected.direct("CANCEL", known.last().number());
            case HELD -> expected.letter("HELD");
            case UNKNOWN -> expected.letter("UNKNOWN");
            case DEAD, REJECTED, EXPIRED, CANCELLED, DISCARDED -> expected.letter("FAILED");
            case SUCCEEDED, DEFERRED, RETRYING -> {
                // nobody believes otherwise
            }
        }
    }
}
