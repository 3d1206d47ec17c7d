package io.countersign.policystream.activation;

import io.countersign.policystream.policy.Action;
import io.countersign.policystream.policy.Bundle;
import io.countersign.policystream.policy.Problem;
import io.countersign.policystream.policy.Warning;
import java.util.List;

/**
 * A bundle that is to be put into force, as far as that needs it. It does not have the policy, which the partitions compile
 * for themselves: a large one would be in memory once more for as long as they do.
 *
 * @param actions the names of its actions
 * @param problems what is wrong with it; if anything is, it has nothing else
 */
record Candidate(String version, List<String> actions, List<Warning> warnings, List<Problem> problems) {

    static Candidate read(String yaml) {
        return switch (Bundle.read(yaml)) {
            case Bundle.Invalid(var problems) -> new Candidate("", List.of(), List.of(), problems);
            case Bundle.Loaded(var policy, var warnings) ->
                new Candidate(
                        policy.version(),
                        policy.actions().stream().map(Action::name).toList(),
                        warnings,
                        List.of());
        };
    }

    boolean isValid() {
        return problems.isEmpty();
    }
}
