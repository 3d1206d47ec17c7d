package io.countersign.simulation.oracle;

import io.countersign.simulation.oracle.Event.Decree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a reviewer's decision should lead to. */
final class Reviewing {

    private final Case known;
    private final Event.Review review;
    private final Desk desk;
    private final Expected expected;
    private final Ways ways;

    Reviewing(Case known, Event.Review review, Desk desk) {
        this.known = known;
        this.review = review;
        this.desk = desk;
        this.expected = desk.expected();
        this.ways = new Ways(known, desk);
    }

    void decide() {
        if (!review.voter().mayReview()) {
            refuse("NOT_A_REVIEWER");
        } else if (review.voter().owns(known.ask)) {
            refuse("OWN_INTENT");
        } else if (!review.sameDigest()) {
            refuse("DIGEST_UNKNOWN");
        } else if (review.expectedVersion() < 1 || review.expectedVersion() > known.version) {
            refuse("VERSION_UNKNOWN");
        } else if (mustExplain() && !review.commented()) {
            refuse("COMMENT_REQUIRED");
        } else if (known.life == Life.HELD) {
            held();
        } else if (known.life == Life.DEAD || known.life == Life.UNKNOWN) {
            stopped();
        } else if (known.life.isEnd()) {
            ended();
        } else {
            refuse(review.expectedVersion() == known.version ? "NOT_OFFERED" : "STALE");
        }
    }

    private boolean mustExplain() {
        boolean unknown = known.life == Life.UNKNOWN;
        return switch (review.decree()) {
            case DISCARD -> unknown || known.life == Life.DEAD || known.life.isEnd();
            case CONFIRM -> unknown;
            case RETRY -> unknown || (known.life.isEnd() && !known.effect().equals("NONE"));
            case APPROVE, REJECT -> false;
        };
    }

    private void refuse(String code) {
        expected.answer(false, code);
    }

    private void accept() {
        expected.answer(true, null, Desk.due(known));
    }

    private void held() {
        var voter = review.voter();
        if (review.expectedVersion() < known.freshFrom) {
            refuse("STALE");
        } else if (review.decree() != Decree.APPROVE && review.decree() != Decree.REJECT) {
            refuse("NOT_OFFERED");
        } else if (known.clauses.stream().noneMatch(clause -> clause.isFor(voter.roles()))) {
            refuse("NOT_A_REVIEWER");
        } else if (review.at() >= known.approveBy) {
            refuse("APPROVE_BY_PASSED");
        } else if (review.decree() == Decree.REJECT) {
            ways.end(Life.REJECTED, "REVIEW_REJECTED");
            accept();
        } else if (known.votes.stream().anyMatch(vote -> vote.name().equals(voter.name()))) {
            refuse("ALREADY_VOTED");
        } else {
            vote(voter);
        }
    }

    private void vote(Event.Voter voter) {
        var votes = new ArrayList<>(known.votes);
        votes.add(voter);
        var met = new TreeSet<>(known.met);
        met.addAll(Desk.met(known.clauses, votes));
        if (known.clauses.stream().anyMatch(clause -> !met.contains(clause.demand()))) {
            known.votes = List.copyOf(votes);
            ways.note();
            accept();
        } else {
            release(votes, met, List.of(), false);
        }
    }

    /** It is judged again, with the votes as an input. If that refuses it, nothing has happened. */
    private void release(List<Event.Voter> votes, Set<String> met, List<Event.Voter> counting, boolean anew) {
        if (known.ask.isPast(desk.now())) {
            refuse("DEADLINE_PASSED");
            return;
        }
        var metBefore = known.met;
        known.met = met;
        long ticket = desk.nextTicket().getAsLong();
        var verdict = desk.inFull(known, ticket);
        if (verdict instanceof Desk.Verdict.No no) {
            known.met = metBefore;
            expected.answer(false, no.code(), no.opensAt());
            return;
        }
        known.votes = List.copyOf(votes);
        if (anew) {
            known.cancelledBy = null;
            known.doubted = false;
        }
        switch (verdict) {
            case Desk.Verdict.Go go -> ways.approve(go, !known.tries.isEmpty());
            case Desk.Verdict.Answer answer -> ways.answer(answer);
            case Desk.Verdict.Ask question -> ways.hold(question, counting);
            case Desk.Verdict.Wait wait -> ways.defer(wait, ticket, desk.now());
            case Desk.Verdict.No ignored -> throw new IllegalStateException();
        }
        accept();
    }

    private void stopped() {
        if (review.expectedVersion() != known.version) {
            refuse("STALE");
            return;
        }
        switch (review.decree()) {
            case RETRY -> {
                var voter = review.voter();
                release(List.of(), new TreeSet<>(desk.metBy(voter, known)), List.of(voter), true);
            }
            case DISCARD -> {
                ways.end(Life.DISCARDED, null);
                accept();
            }
            case CONFIRM -> {
                if (known.life == Life.UNKNOWN) {
                    ways.end(Life.SUCCEEDED, null);
                    accept();
                } else {
                    refuse("NOT_OFFERED");
                }
            }
            case APPROVE, REJECT -> refuse("NOT_OFFERED");
        }
    }

    private void ended() {
        boolean fresh = review.expectedVersion() == known.version;
        switch (review.decree()) {
            case APPROVE, REJECT, CONFIRM -> refuse("ENDED");
            case DISCARD -> {
                if (fresh) {
                    ways.note();
                    accept();
                } else {
                    refuse("STALE");
                }
            }
            case RETRY -> {
                if (fresh) {
                    replace();
                } else {
                    refuse("STALE");
                }
            }
        }
    }

    private void replace() {
        if (known.replacedBy != null) {
            refuse("ENDED");
        } else if (desk.frozen(known.ask)) {
            refuse("FROZEN");
        } else {
            known.replacedBy = review.successorId();
            ways.note();
            expected.spawn(known.ask.successor(review.successorId(), desk.now()));
            accept();
        }
    }
}
