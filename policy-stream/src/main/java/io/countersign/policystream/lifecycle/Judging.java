package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import io.countersign.policystream.budget.Reservation;
import io.countersign.policystream.budget.Shortage;
import io.countersign.policystream.memory.Recalled;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.FailSafe;
import io.countersign.policystream.policy.Judgement;
import io.countersign.policystream.policy.Question;
import io.countersign.policystream.policy.Reason;
import io.countersign.policystream.policy.SessionStanding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks policy, votes and budgets, in this order, whether an intent may run now. Holds what it may use if it may. */
final class Judging {

    /** A rule that asks for less would have the intent judged again at once, and for ever. */
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    private final Circumstances around;

    Judging(Circumstances around) {
        this.around = around;
    }

    /**
     * Judges in full.
     *
     * @param ticket the intent's place in line, or the one behind everyone
     */
    Ruling inFull(Dossier dossier, long ticket) {
        var request = dossier.request();
        if (around.frozen(request)) {
            var reasons = List.of(Because.frozen(request));
            return new Ruling.Refuse(Code.FROZEN.name(), reasons, dossier.summary(), List.of(), null);
        }
        return switch (around.policy().judge(question(dossier, around.standing(dossier)))) {
            case Judgement.Refused refused -> refusal(refused);
            case Judgement.Admitted admitted -> admitted(request, admitted, dossier.metRules(), ticket);
        };
    }

    /** The demands of hold rules that one vote is enough for. */
    List<String> metBy(Input.Vote vote, Dossier dossier) {
        return around.policy().judge(question(dossier, around.standing(dossier))) instanceof Judgement.Admitted admitted
                ? Tally.met(admitted.clauses(), List.of(vote))
                : List.of();
    }

    /** Judges what an automatic attempt still has to meet; freezes and deadlines are the caller's, and no session counts. */
    Ruling charge(Dossier dossier) {
        var request = dossier.request();
        return switch (around.policy().charge(question(dossier, SessionStanding.NONE))) {
            case Judgement.Refused refused -> refusal(refused);
            case Judgement.Admitted admitted -> afford(request, admitted, true, Long.MIN_VALUE);
        };
    }

    /** What is prepared for an intent that no executor could answer. */
    FailSafe failSafe(Dossier dossier) {
        return around.policy().failSafe(question(dossier, around.standing(dossier)));
    }

    /** What the intent itself has left behind is left out, so that it is not judged by itself. */
    private Question question(Dossier dossier, SessionStanding session) {
        var request = dossier.request();
        var remembered = new Recalled(around.memory(), Traces.session(request), dossier.trace(), around.now());
        return request.question(
                session, around.now(), remembered, !dossier.attempts().isEmpty());
    }

    private static Ruling refusal(Judgement.Refused refused) {
        return new Ruling.Refuse(refused.code(), refused.reasons(), refused.summary(), List.of(), null);
    }

    private Ruling admitted(Request request, Judgement.Admitted admitted, List<String> met, long ticket) {
        List<ApprovalClause> open = admitted.clauses().stream()
                .filter(clause -> !met.contains(clause.demand()))
                .toList();
        if (!open.isEmpty()) {
            var reasons = with(
                    admitted.reasons(), open.stream().map(Because::needsVotes).toList());
            return new Ruling.Ask(admitted.action(), open, reasons, admitted.summary());
        }
        var retryIn = admitted.retryIn();
        if (retryIn != null) {
            var until = around.now().plus(retryIn.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : retryIn);
            var reasons = with(admitted.reasons(), List.of(Because.waitsByRule(until)));
            return new Ruling.Wait(until, List.of(), reasons, admitted.summary(), List.of());
        }
        var answer = admitted.answer();
        return answer == null
                ? afford(request, admitted, request.defer(), ticket)
                : new Ruling.Answer(answer, with(admitted.reasons(), List.of(answer.reason())), admitted.summary());
    }

    private Ruling afford(Request request, Judgement.Admitted admitted, boolean mayWait, long ticket) {
        var line = around.line();
        var owner = request.owner().key();
        var claims = admitted.claims().stream()
                .map(claim -> around.overrides().applied(owner, claim, around.now()))
                .toList();
        return switch (around.ledger().reserve(claims, budget -> line.before(budget, ticket))) {
            case Reservation.Placed placed -> new Ruling.Go(admitted, placed.holds());
            case Reservation.Short tooShort -> tooShort(admitted, tooShort.shortages(), mayWait);
        };
    }

    private static Ruling tooShort(Judgement.Admitted admitted, List<Shortage> shortages, boolean mayWait) {
        var lacking = with(
                admitted.reasons(), shortages.stream().map(Because::overBudget).toList());
        boolean never = shortages.stream().anyMatch(shortage -> shortage.claim().neverFits());
        var opensAt = never ? null : opening(shortages);
        if (opensAt == null || !mayWait) {
            return new Ruling.Refuse(Code.OVER_BUDGET.name(), lacking, admitted.summary(), shortages, opensAt);
        }
        var budgets =
                shortages.stream().map(shortage -> shortage.claim().budget()).toList();
        var reasons = with(lacking, List.of(Because.waitsForBudget(opensAt)));
        return new Ruling.Wait(opensAt, budgets, reasons, admitted.summary(), shortages);
    }

    private static @Nullable Instant opening(List<Shortage> shortages) {
        return shortages.stream()
                .map(Shortage::opensAt)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static List<Reason> with(List<Reason> first, List<Reason> more) {
        var all = new ArrayList<>(first);
        all.addAll(more);
        return List.copyOf(all);
    }
}
