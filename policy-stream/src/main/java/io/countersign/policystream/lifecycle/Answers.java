package io.countersign.policystream.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Adds the answer to a decision that took effect. */
final class Answers {

    private Answers() {}

    static Decision accepting(Decision decision) {
        var state = Objects.requireNonNull(decision.state(), "what was accepted has a state");
        var all = new ArrayList<>(decision.consequences());
        all.add(new Consequence.Answered(
                true,
                null,
                state,
                state.dossier().reasons(),
                List.of(),
                state.dossier().actor(),
                state.dueAt().orElse(null)));
        return new Decision(state, all);
    }
}
