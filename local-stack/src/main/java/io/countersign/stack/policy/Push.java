package io.countersign.stack.policy;

import java.util.List;

/** What became of a bundle that was pushed. */
public sealed interface Push {

    /** Every partition decides by it. */
    record InForce(String version) implements Push {}

    /** It is stored and active, but some partitions have not adopted it yet; {@code answer} says which. */
    record Pending(String version, String answer) implements Push {}

    /** Refused; each error names its file and line where it has one. */
    record Invalid(List<String> errors) implements Push {

        public Invalid {
            errors = List.copyOf(errors);
        }
    }
}
