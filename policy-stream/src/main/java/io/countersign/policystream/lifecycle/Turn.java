package io.countersign.policystream.lifecycle;

import io.countersign.contract.ResultText;
import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.budget.Shortage;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A decision in the making: gathers what it does, then becomes a {@link Decision}. */
final class Turn {

    private final @Nullable IntentState before;
    private final Circumstances around;
    private final List<Consequence> others = new ArrayList<>();
    private @Nullable Attempt attempt;
    private @Nullable Consumption used;
    private @Nullable Integer chunks;
    private boolean cached;
    private boolean fallback;
    private @Nullable String replacedBy;
    private @Nullable Supplier<String> result;
    private @Nullable Fault fault;
    private @Nullable List<Reason> because;
    private @Nullable Predicate<Dossier> accepted;
    private List<Shortage> shortages = List.of();
    private @Nullable Instant opensAt;

    Turn(@Nullable IntentState before, Circumstances around) {
        this.before = before;
        this.around = around;
    }

    /** Names the hand-off that the change is about. */
    Turn about(Attempt which) {
        this.attempt = which;
        return this;
    }

    /** Names what an executor reported with it. Its result becomes JSON within its limit where there are words for it. */
    Turn reported(Input.Reported report) {
        this.used = report.used();
        this.chunks = report.chunks();
        this.cached = report.status() == ReportStatus.SUCCEEDED && report.cached();
        this.fallback = report.status() == ReportStatus.SUCCEEDED && report.fallback();
        var said = report.result();
        this.result = said == null ? null : () -> ResultText.of(said);
        this.fault = report.fault();
        return this;
    }

    /** Names what an executor said earlier. */
    Turn recalling(@Nullable Fault said) {
        this.fault = said;
        return this;
    }

    /** Names what came of it without an executor. */
    Turn resulting(String json) {
        this.result = () -> json;
        return this;
    }

    /** Names what stands in for a result, whatever an executor reported with it: no piece of a stream belongs to it. */
    Turn resultingInstead(String json) {
        this.result = () -> json;
        this.fallback = true;
        this.chunks = null;
        this.fault = null;
        return this;
    }

    /** Gives the change reasons of its own, beside those of the decision that stands: the content stays as it is. */
    Turn because(List<Reason> own) {
        this.because = own;
        return this;
    }

    Turn replacedBy(String id) {
        this.replacedBy = id;
        return this;
    }

    Turn then(Consequence consequence) {
        others.add(consequence);
        return this;
    }

    /** A letter for the review desk about the state that is entered. */
    Turn letter(Consequence.Category category, Dossier dossier) {
        return letter(category, dossier, dossier.reasons());
    }

    /** A letter that has more to say than the decision that stands. */
    Turn letter(Consequence.Category category, Dossier dossier, List<Reason> reasons) {
        var stage = dossier.attempts().isEmpty() ? Consequence.Stage.DECISION : Consequence.Stage.EXECUTION;
        return letter(category, dossier, reasons, stage, List.of(), null);
    }

    Turn heldLetter(IntentState.Held held) {
        var dossier = held.dossier();
        return letter(
                Consequence.Category.HELD,
                dossier,
                dossier.reasons(),
                Consequence.Stage.DECISION,
                held.clauses(),
                held.approveBy());
    }

    private Turn letter(
            Consequence.Category category,
            Dossier dossier,
            List<Reason> reasons,
            Consequence.Stage stage,
            List<ApprovalClause> clauses,
            @Nullable Instant approveBy) {
        var action = around.policy().action(dossier.request().action()).orElse(null);
        return then(new Consequence.Lettered(
                category, dossier, reasons, stage, Doubt.of(dossier), action, clauses, approveBy));
    }

    /** The command takes effect, and is told so. */
    Turn accepting() {
        this.accepted = any -> true;
        return this;
    }

    /** The command is told what was decided: it may be a refusal. */
    Turn answering() {
        this.accepted = dossier -> dossier.code() == null;
        return this;
    }

    /** Names what was too short, for the answer. */
    Turn lacking(Ruling.Refuse refuse) {
        this.shortages = refuse.shortages();
        this.opensAt = refuse.opensAt();
        return this;
    }

    /** The change, and everything that goes with it. */
    Decision to(IntentState next) {
        var dossier = next.dossier();
        var all = new ArrayList<Consequence>();
        var reached = around.ledger().reached(around.now());
        all.add(new Consequence.Recorded(
                before == null ? null : before.name(),
                before == null ? null : before.began(),
                next,
                because == null ? dossier.reasons() : because,
                around.ledger().movements(),
                dossier.actor(),
                attempt,
                used,
                chunks,
                cached,
                fallback,
                replacedBy,
                Attempts.of(dossier, around.policy()),
                because == null ? words(dossier) : null));
        reached.forEach(threshold -> all.add(new Consequence.Reached(threshold, dossier)));
        all.addAll(others);
        if (accepted != null) {
            all.add(answer(next, accepted.test(dossier)));
        }
        return new Decision(next, all);
    }

    private Consequence.Words words(Dossier dossier) {
        return new Consequence.Words(dossier.reasons(), result == null ? null : result.get(), fault);
    }

    private Consequence answer(IntentState next, boolean yes) {
        var dossier = next.dossier();
        return new Consequence.Answered(
                yes,
                yes ? null : dossier.code(),
                next,
                dossier.reasons(),
                shortages,
                dossier.actor(),
                next.dueAt().orElse(opensAt));
    }
}
