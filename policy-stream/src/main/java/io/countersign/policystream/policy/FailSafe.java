package io.countersign.policystream.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the policy has prepared for an intent that no executor could answer.
 *
 * @param answer none if nothing is prepared, or that cannot be told
 * @param reasons what could not be told, and why
 */
public record FailSafe(@Nullable PreparedAnswer answer, List<Reason> reasons) {

    /** Nothing is prepared. */
    public static final FailSafe NONE = new FailSafe(null, List.of());

    public FailSafe {
        reasons = List.copyOf(reasons);
    }
}
