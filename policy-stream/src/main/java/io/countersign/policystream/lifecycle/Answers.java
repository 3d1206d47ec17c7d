package io.countersign.policystream.lifecycle;

import io.countersign.contract.Code;
import io.countersign.policystream.policy.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers to commands that change nothing. */
final class Answers {

    private Answers() {}

    /** It is so already. */
    static Decision accepted(IntentState state) {
        var dossier = state.dossier();
        return answer(state, true, null, dossier.reasons());
    }

    /** What was decided before, said again. */
    static Decision repeated(IntentState state) {
        var dossier = state.dossier();
        return answer(state, dossier.code() == null, dossier.code(), dossier.reasons());
    }

    static Decision refused(@Nullable IntentState state, Code code, String message) {
        return refused(state, Because.of(code, message));
    }

    /** Refused for a reason whose code is the refusal's. */
    static Decision refused(@Nullable IntentState state, Reason reason) {
        return answer(state, false, reason.code(), List.of(reason));
    }

    /** Policy or budgets refuse what a reviewer would release. */
    static Decision refused(IntentState state, Ruling.Refuse refuse) {
        return new Decision(
                state,
                List.of(new Consequence.Answered(
                        false,
                        refuse.code(),
                        state,
                        refuse.reasons(),
                        refuse.shortages(),
                        state.dossier().actor(),
                        refuse.opensAt())));
    }

    private static Decision answer(
            @Nullable IntentState state, boolean yes, @Nullable String code, List<Reason> reasons) {
        var actor = state == null ? null : state.dossier().actor();
        Instant opensAt = yes && state != null ? state.dueAt().orElse(null) : null;
        return new Decision(
                state, List.of(new Consequence.Answered(yes, code, state, reasons, List.of(), actor, opensAt)));
    }
}
