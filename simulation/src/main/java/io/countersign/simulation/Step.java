package io.countersign.simulation;

import io.countersign.policystream.budget.Movement;
import io.countersign.policystream.lifecycle.Circumstances;
import io.countersign.policystream.lifecycle.Consequence;
import io.countersign.policystream.lifecycle.Decision;
import io.countersign.policystream.lifecycle.Input;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.simulation.oracle.Event;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One decision of the product, and what it was made from. */
record Step(
        long number,
        String owner,
        String id,
        Event event,
        Input input,
        @Nullable IntentState before,
        Decision decision,
        Circumstances around,
        List<Movement> movements) {

    @Nullable
    IntentState after() {
        return decision.state();
    }

    <T extends Consequence> List<T> all(Class<T> kind) {
        var found = new ArrayList<T>();
        for (var consequence : decision.consequences()) {
            if (kind.isInstance(consequence)) {
                found.add(kind.cast(consequence));
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return "%d. %s %s of %s at %s: %s -> %s %s"
                .formatted(
                        number,
                        owner,
                        event,
                        id,
                        around.now(),
                        name(before),
                        name(after()),
                        decision.consequences().stream()
                                .map(consequence -> consequence.getClass().getSimpleName())
                                .toList());
    }

    private static String name(@Nullable IntentState state) {
        return state == null ? "nothing" : state.name() + " v" + state.dossier().version();
    }
}
