package io.countersign.policystream.activation;

import io.countersign.policystream.policy.Problem;
import io.countersign.policystream.policy.Warning;
import java.util.List;

/** What became of a control that was asked for. */
public sealed interface Activation {

    /**
     * It is in the log, for good.
     *
     * @param version the bundle's hash; the scope for a freeze, the key for an override
     * @param missing the partitions that had not adopted it when the time was up
     */
    record Written(String version, List<Integer> missing, List<Warning> warnings) implements Activation {
        public Written {
            missing = List.copyOf(missing);
            warnings = List.copyOf(warnings);
        }
    }

    /** The bundle is refused; nothing was written. */
    record Invalid(List<Problem> problems) implements Activation {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** There is nothing to end; nothing was written. */
    record Missing() implements Activation {}

    /** The broker or the registry is away; whether it was written is open. */
    record Away(String why) implements Activation {}
}
