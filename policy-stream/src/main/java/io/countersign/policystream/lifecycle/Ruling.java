package io.countersign.policystream.lifecycle;

import io.countersign.policystream.budget.Hold;
import io.countersign.policystream.budget.Shortage;
import io.countersign.policystream.policy.Action;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.Judgement;
import io.countersign.policystream.policy.PreparedAnswer;
import io.countersign.policystream.policy.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What policy, votes, freezes and budgets together say of an intent now. */
sealed interface Ruling {

    /** Everything that was evaluated. */
    List<Reason> reasons();

    /** The action in words. */
    String summary();

    /** It may not run. */
    record Refuse(
            String code,
            List<Reason> reasons,
            String summary,
            List<Shortage> shortages,
            @Nullable Instant opensAt) implements Ruling {}

    /** People must agree first. */
    record Ask(Action action, List<ApprovalClause> clauses, List<Reason> reasons, String summary) implements Ruling {}

    /** It has to wait: for these budgets, or because a rule says so. */
    record Wait(Instant until, List<String> budgets, List<Reason> reasons, String summary, List<Shortage> shortages)
            implements Ruling {}

    /** It is answered at once, by nobody: it uses nothing. */
    record Answer(PreparedAnswer prepared, List<Reason> reasons, String summary) implements Ruling {}

    /** It may run, and what it may use is held. */
    record Go(Judgement.Admitted admitted, List<Hold> holds) implements Ruling {
        @Override
        public List<Reason> reasons() {
            return admitted.reasons();
        }

        @Override
        public String summary() {
            return admitted.summary();
        }
    }
}
