package io.countersign.console.desk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a command. */
public sealed interface Verdict {

    /** It took effect, or had already. */
    record Accepted(@Nullable String state, @Nullable Long version) implements Verdict {}

    /** It changed nothing; the actor made the decision that stands. */
    record Refused(
            String code,
            @Nullable String state,
            @Nullable Long version,
            List<Finding> findings,
            @Nullable String actor) implements Verdict {
        public Refused {
            findings = List.copyOf(findings);
        }
    }

    /** The broker has it, and nobody has answered in time: it may still take effect. */
    record Unanswered() implements Verdict {}

    /** The broker did not take it: nothing was decided. */
    record NotSent() implements Verdict {}
}
