package io.countersign.policystream.replay;

import io.countersign.policystream.activation.ControlLog;
import io.countersign.policystream.activation.PushedPolicies;
import io.countersign.policystream.policy.Policy;
import java.util.List;
import java.util.Optional;

/** The bundles alone: which control a partition adopted, and when, its own events say. */
public record RecordedControls(PushedPolicies policies) implements ControlLog {

    @Override
    public List<Entry> after(long offset) {
        return List.of();
    }

    @Override
    public Optional<Policy> policy(String hash) {
        return policies.policy(hash);
    }

    @Override
    public long end() {
        return 0;
    }
}
