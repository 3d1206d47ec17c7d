package io.countersign.policystream.view;

import io.countersign.policystream.policy.TaskGrant;
import java.util.List;

/** What the log says that a session grants. */
public sealed interface SessionGrants {

    /** These, in the order's own words. */
    record Known(List<TaskGrant> grants) implements SessionGrants {
        public Known {
            grants = List.copyOf(grants);
        }
    }

    /** The log does not have it any more. */
    record Forgotten() implements SessionGrants {}

    /** Broker or registry did not answer in time. */
    record Away() implements SessionGrants {}
}
