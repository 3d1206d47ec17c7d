package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import io.countersign.contract.Limits;
import io.countersign.policystream.budget.Shortage;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.Fact;
import io.countersign.policystream.policy.Model;
import io.countersign.policystream.policy.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The reasons that the life cycle itself gives, in words; those of rules come from the policy. */
final class Because {

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_WORDS = 300;

    private Because() {}

    static Reason of(Code code, String message) {
        return new Reason(code.name(), null, message);
    }

    static Reason of(Fact fact, String message) {
        return new Reason(fact.name(), null, message);
    }

    static Reason frozen(Request request) {
        return of(Code.FROZEN, "an operator has frozen " + request.action() + " for now");
    }

    static Reason deadlinePassed(Request request) {
        return of(Code.DEADLINE_PASSED, "its deadline, " + request.deadline() + ", has passed");
    }

    static Reason overBudget(Shortage shortage) {
        var claim = shortage.claim();
        var unit = claim.unit().text();
        if (claim.neverFits()) {
            return new Reason(
                    Code.OVER_BUDGET.name(),
                    claim.budget(),
                    "needs " + claim.amount() + " " + unit + ", more than the whole limit of " + claim.limit() + " per "
                            + Spans.inWords(claim.window().span()));
        }
        var need = "needs " + claim.amount() + " " + unit + ", " + shortage.left() + " of " + claim.limit()
                + " are left; "
                + (claim.window().rolls() ? "there is room at " : "the next window opens at ") + shortage.opensAt();
        return new Reason(
                Code.OVER_BUDGET.name(),
                claim.budget(),
                shortage.queued() ? need + ", and others are waiting before it" : need);
    }

    static Reason waitsByRule(Instant until) {
        return of(Fact.WAITS, "a rule makes it wait until " + until);
    }

    static Reason waitsForBudget(Instant until) {
        return of(Fact.WAITS, "waits for its budget, until " + until + " if nothing returns earlier");
    }

    static Reason needsVotes(ApprovalClause clause) {
        var who = clause.groups().isEmpty() ? "a reviewer" : "somebody of " + String.join(" or ", clause.groups());
        return new Reason(
                Fact.NEEDS_APPROVAL.name(),
                clause.rule(),
                clause.quorum() == 1
                        ? who + " must approve it"
                        : clause.quorum() + " people must approve it: " + who + " each");
    }

    static Reason voted(Input.Vote vote) {
        return of(Fact.VOTED, vote.reviewer() + " approves");
    }

    static Reason cancelled(String who, Consequence.SideEffect effect) {
        var words = "cancelled by " + who;
        return of(
                Code.CANCELLED,
                effect == Consequence.SideEffect.NONE
                        ? words
                        : words + "; an attempt had begun, and may have had its effect");
    }

    static Reason notApprovedBy(Instant approveBy) {
        return of(Code.APPROVE_BY_PASSED, "it had to be approved by " + approveBy);
    }

    static Reason neverBegan(Attempt attempt) {
        return of(Code.NEVER_STARTED, "no executor began attempt " + attempt.number() + " by " + attempt.startBy());
    }

    static Reason leaseExpired(Attempt attempt) {
        return of(
                Code.LEASE_EXPIRED,
                "the executor of attempt " + attempt.number() + " went silent; its lease ended at "
                        + attempt.leaseUntil());
    }

    static Reason probing(Attempt attempt, Instant until) {
        return of(Fact.PROBED, "its executor is asked what became of attempt " + attempt.number() + ", until " + until);
    }

    /** What came of asking, for the person who is asked next. */
    static Reason probed(Attempt attempt, Probing probing) {
        var fault = probing.fault();
        if (probing.answered() == 0) {
            return probed(attempt, probing, "it did not answer");
        }
        return probed(
                attempt, probing, "it cannot tell" + (fault == null ? "" : ": " + fault.code() + ", " + heard(fault)));
    }

    static Reason probed(Attempt attempt, Probing probing, String outcome) {
        return of(
                Fact.PROBED,
                "its executor was asked " + Spans.times(probing.asked()) + " what became of attempt " + attempt.number()
                        + "; " + outcome);
    }

    static Reason reconciled(Attempt attempt, Probing probing, String finding) {
        return of(
                Fact.RECONCILED,
                "asked " + Spans.times(probing.asked()) + ", its executor found that attempt " + attempt.number() + " "
                        + finding);
    }

    static Reason retryAt(Instant at) {
        return of(Fact.RETRY_SCHEDULED, "the next attempt is due at " + at);
    }

    static Reason idle(int times) {
        return of(
                Code.NEVER_STARTED,
                "no executor began it, though it was handed over " + (times == 1 ? "once" : times + " times in a row"));
    }

    static Reason notAgain(Attempt last, int begun) {
        if (last.granted()) {
            return of(Code.ATTEMPTS_EXHAUSTED, "the one attempt that a reviewer granted was used");
        }
        if (!last.idempotent()) {
            return of(Code.ATTEMPTS_EXHAUSTED, "what must not happen twice is not tried again without a person");
        }
        return of(
                Code.ATTEMPTS_EXHAUSTED,
                begun == 1 ? "its one attempt was used" : "all " + begun + " attempts were used");
    }

    static List<Reason> failure(Input.Reported report, String otherwise) {
        var fault = report.fault();
        if (fault == null) {
            return List.of(of(Code.EXECUTION_FAILED, otherwise));
        }
        var words = heard(fault);
        return List.of(
                of(Code.EXECUTION_FAILED, otherwise),
                new Reason(fault.code(), null, words.isBlank() ? otherwise : words));
    }

    /**
     * These, after the models that the executor says it has tried in vain: few of them, in few words, whatever it says. What
     * decides stands last.
     */
    static List<Reason> withPassedOver(List<Reason> reasons, Input.Reported report) {
        if (report.passedOver().isEmpty()) {
            return reasons;
        }
        var all = new ArrayList<Reason>();
        report.passedOver().stream()
                .limit(Model.MOST_FALLBACKS)
                .map(Because::passedOver)
                .forEach(all::add);
        int more = report.passedOver().size() - Model.MOST_FALLBACKS;
        if (more > 0) {
            all.add(of(Fact.MODEL_PASSED_OVER, "and " + more + " more"));
        }
        all.addAll(reasons);
        return List.copyOf(all);
    }

    private static String heard(Fault fault) {
        return Reason.heard(fault.message(), Limits.MESSAGE_LENGTH);
    }

    private static Reason passedOver(PassedOver model) {
        var what = Reason.heard(model.model(), LONGEST_NAME) + " did not answer: "
                + Reason.heard(model.code(), LONGEST_NAME);
        var words = Reason.heard(model.message(), LONGEST_WORDS);
        return of(Fact.MODEL_PASSED_OVER, words.isBlank() ? what : what + ", " + words);
    }
}
