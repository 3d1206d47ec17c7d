package io.countersign.policystream.policy;

import io.countersign.policystream.budget.Claim;
import io.countersign.policystream.budget.Tariff;
import io.countersign.policystream.memory.Addition;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the rules say of one intent. Reasons list everything that was evaluated, in order. */
public sealed interface Judgement {

    /** Everything that was evaluated, in order. */
    List<Reason> reasons();

    /** The action in words; its title where it could not be put into words, its name where there is no such action. */
    String summary();

    /**
     * The intent may not run.
     *
     * @param code the first failure's stable code
     */
    record Refused(String code, List<Reason> reasons, String summary) implements Judgement {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * The intent may run, once the clauses are met, the wait is over, and its claims fit.
     *
     * @param clauses one for each matching hold rule; those already met are the caller's to leave out
     * @param retryIn the longest wait that a matching defer rule demands, if one does
     * @param claims what the attempt needs of each budget
     * @param reservedTokens input and output tokens that the attempt may use
     * @param maxOutputTokens output tokens that the attempt may use
     * @param tariff what its tokens cost, if that is known
     * @param additions what it adds to counters if it is approved for the first time; none where it was only charged
     * @param answer what it is answered with instead of being handed over; it then needs no budget and adds nothing
     */
    record Admitted(
            Action action,
            List<Reason> reasons,
            String summary,
            List<ApprovalClause> clauses,
            @Nullable Duration retryIn,
            List<Claim> claims,
            long reservedTokens,
            long maxOutputTokens,
            @Nullable Tariff tariff,
            List<Addition> additions,
            @Nullable PreparedAnswer answer)
            implements Judgement {
        public Admitted {
            reasons = List.copyOf(reasons);
            clauses = List.copyOf(clauses);
            claims = List.copyOf(claims);
            additions = List.copyOf(additions);
        }
    }
}
