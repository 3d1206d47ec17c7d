package io.countersign.simulation.house;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a house says of an ask. */
public sealed interface Opinion {

    /** It may not run. */
    record Refused(String code) implements Opinion {}

    /**
     * It may run, once people agree, the wait is over, and what it needs is free.
     *
     * @param retryIn how long rules make it wait, in milliseconds; 0 if none does
     * @param tariffs of the models that may answer, the one that is asked for first; none if it is not known
     * @param answer what it is answered with in an executor's place; it then needs nothing
     */
    record Admitted(
            Terms terms,
            List<Clause> clauses,
            long retryIn,
            List<Need> needs,
            List<Tariff> tariffs,
            @Nullable AnswerTerms answer)
            implements Opinion {}

    /** An upper bound of one budget in one window. */
    record Need(String budget, BudgetTerms.Unit unit, Span span, long limit, long amount) {

        /** The same need under another limit. */
        public Need limitedTo(long other) {
            return new Need(budget, unit, span, other, amount);
        }
    }
}
