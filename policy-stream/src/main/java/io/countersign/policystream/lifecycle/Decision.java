package io.countersign.policystream.lifecycle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an intent.
 *
 * @param state the next state; none if the intent does not exist, or is forgotten
 */
public record Decision(@Nullable IntentState state, List<Consequence> consequences) {

    public Decision {
        consequences = List.copyOf(consequences);
    }

    static Decision unchanged(@Nullable IntentState state) {
        return new Decision(state, List.of());
    }
}
