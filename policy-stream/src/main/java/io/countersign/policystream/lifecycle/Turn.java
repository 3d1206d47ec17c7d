package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.budget.Shortage;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decision in the making: gathers what it does, then becomes a {@link Decision}. */
final class Turn {

    private final @Nullable IntentState before;
    private final Circumstances around;
    private final List<Consequence> others = new ArrayList<>();
    private @Nullable Attempt attempt;
    private @Nullable Consumption used;
    private @Nullable Integer chunks;
    private @Nullable String replacedBy;
    private Consequence.@Nullable Words words;
    private @Nullable List<Reason> because;

    Turn(@Nullable IntentState before, Circumstances around) {
        this.before = before;
        this.around = around;
    }

    /** Names the hand-off that the change is about. */
    Turn about(Attempt which) {
        this.attempt = which;
        return this;
    }

    /** Names what an executor reported with it. */
    Turn reported(Input.Reported report) {
        this.used = report.used();
        this.chunks = report.chunks();
        return this;
    }

    /** Gives the change reasons of its own, beside those of the decision that stands. */
    Turn because(List<Reason> own) {
        this.because = own;
        return this;
    }

    Turn replacedBy(String id) {
        this.replacedBy = id;
        return this;
    }

    /** Puts the decision's reasons, and what else there is to read, into the intent's content. */
    Turn saying(Consequence.Words content) {
        this.words = content;
        return this;
    }

    Turn saying(List<Reason> reasons) {
        return saying(new Consequence.Words(reasons, null, null));
    }

    Turn then(Consequence consequence) {
        others.add(consequence);
        return this;
    }

    /** A letter for the review desk about the state that is entered. */
    Turn letter(Consequence.Category category, Dossier dossier, Consequence.SideEffect sideEffect) {
        var stage = dossier.attempts().isEmpty() ? Consequence.Stage.DECISION : Consequence.Stage.EXECUTION;
        return letter(category, dossier, sideEffect, stage, List.of(), null);
    }

    Turn heldLetter(IntentState.Held held) {
        return letter(
                Consequence.Category.HELD,
                held.dossier(),
                Consequence.SideEffect.NONE,
                Consequence.Stage.DECISION,
                held.clauses(),
                held.approveBy());
    }

    private Turn letter(
            Consequence.Category category,
            Dossier dossier,
            Consequence.SideEffect sideEffect,
            Consequence.Stage stage,
            List<ApprovalClause> clauses,
            @Nullable Instant approveBy) {
        var action = around.policy().action(dossier.request().action()).orElse(null);
        return then(new Consequence.Lettered(
                category, dossier, dossier.reasons(), stage, sideEffect, action, clauses, approveBy));
    }

    /** The command took effect. */
    Turn accept(IntentState next) {
        return then(new Consequence.Answered(
                true,
                null,
                next,
                next.dossier().reasons(),
                List.of(),
                next.dossier().actor(),
                next.dueAt().orElse(null)));
    }

    /** The command was refused, and the refusal is a decision of its own. */
    Turn refuse(String code, IntentState next, List<Shortage> shortages, @Nullable Instant opensAt) {
        return then(new Consequence.Answered(
                false,
                code,
                next,
                next.dossier().reasons(),
                shortages,
                next.dossier().actor(),
                opensAt));
    }

    /** The change, and everything that goes with it. */
    Decision to(IntentState next) {
        var dossier = next.dossier();
        var all = new ArrayList<Consequence>();
        all.add(new Consequence.Recorded(
                before == null ? null : before.name(),
                next,
                because == null ? dossier.reasons() : because,
                around.ledger().movements(),
                dossier.actor(),
                attempt,
                used,
                chunks,
                replacedBy,
                words));
        all.addAll(others);
        return new Decision(next, all);
    }

    /** A refusal of a command that changes nothing. */
    static Decision refusal(@Nullable IntentState state, Code code, String message) {
        return refusal(state, code, List.of(Because.of(code, message)));
    }

    static Decision refusal(@Nullable IntentState state, Code code, List<Reason> reasons) {
        var actor = state == null ? null : state.dossier().actor();
        return new Decision(
                state, List.of(new Consequence.Answered(false, code.name(), state, reasons, List.of(), actor, null)));
    }
}
