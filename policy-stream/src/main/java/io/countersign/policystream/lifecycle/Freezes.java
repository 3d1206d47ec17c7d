package io.countersign.policystream.lifecycle;

import io.countersign.contract.FreezeScope;
import java.time.Instant;
import java.util.List;

/** The kill switches that are pulled now. */
public record Freezes(List<Freeze> all) {

    /** Nothing is frozen. */
    public static final Freezes NONE = new Freezes(List.of());

    public Freezes {
        all = List.copyOf(all);
    }

    /** True if an action of this name may not begin for this tenant. */
    public boolean cover(String tenant, String action, Instant now) {
        return all.stream()
                .filter(freeze -> freeze.until() == null || now.isBefore(freeze.until()))
                .anyMatch(freeze -> FreezeScope.covers(freeze.scope(), tenant, action));
    }
}
