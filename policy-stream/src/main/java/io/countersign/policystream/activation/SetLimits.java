package io.countersign.policystream.activation;

import io.countersign.policystream.lifecycle.Overrides;
import io.countersign.v1.Control;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a control under the key of an override sets. */
public final class SetLimits {

    private SetLimits() {}

    /** The limit, if the control sets one; a negative one lets nothing through. */
    public static Optional<Overrides.Limit> of(@Nullable Control control) {
        var limit = control == null ? null : control.getLimit();
        return control == null || limit == null
                ? Optional.empty()
                : Optional.of(new Overrides.Limit(Math.max(0, limit), control.getUntil()));
    }
}
