package io.countersign.policystream.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.policystream.policy.Bundle;
import io.countersign.policystream.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CompiledPoliciesTest {

    private static final int KEPT = 2;

    private final CompiledPolicies policies = new CompiledPolicies(KEPT);
    private final List<Integer> compiled = new ArrayList<>();

    @Test
    void of_many_bundles_that_nobody_decides_by_only_the_last_stay() {
        for (int bundle = 0; bundle < 10; bundle++) {
            find(bundle);
        }

        await().untilAsserted(() -> {
            System.gc();
            assertThat(policies.size()).isEqualTo(KEPT);
        });
        compiled.clear();
        find(9);
        find(8);
        assertThat(compiled).isEmpty();
        find(0);
        assertThat(compiled).containsExactly(0);
    }

    @Test
    void what_somebody_decides_by_is_never_compiled_again() {
        var inForce = find(0);
        for (int bundle = 1; bundle < 10; bundle++) {
            find(bundle);
        }

        await().untilAsserted(() -> {
            System.gc();
            assertThat(policies.size()).isEqualTo(KEPT + 1);
        });
        assertThat(find(0)).isSameAs(inForce);
        assertThat(compiled).containsOnlyOnce(0);
    }

    @Test
    void bundles_that_do_not_compile_put_the_one_in_force_out_of_nowhere() {
        find(0);
        for (int bundle = 1; bundle < 10; bundle++) {
            assertThat(policies.find("broken-" + bundle, Optional::empty)).isEmpty();
        }

        System.gc();
        find(0);
        assertThat(compiled).containsExactly(0);
    }

    private Policy find(int bundle) {
        return policies.find("bundle-" + bundle, () -> {
                    compiled.add(bundle);
                    return Optional.of(policy("action-" + bundle));
                })
                .orElseThrow();
    }

    private static Policy policy(String action) {
        var bundle = Bundle.read("kind: Action\nname: " + action + "\nparameters: {type: object}\n");
        return ((Bundle.Loaded) bundle).policy();
    }
}
