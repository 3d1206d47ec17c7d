package io.countersign.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.policy.Judgement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RulesBenchTest {

    @Test
    void every_action_has_its_rules_and_lets_its_intent_through() {
        var catalogue = RuleCatalogue.of(3);

        assertThat(catalogue.policy().actions()).hasSize(3);
        assertThat(catalogue.questions())
                .allSatisfy(question ->
                        assertThat(catalogue.policy().judge(question)).isInstanceOf(Judgement.Admitted.class));
        assertThat(catalogue.nanosPerDecision(10, new Random(1))).isPositive();
    }

    @Test
    void the_median_is_the_one_in_the_middle() {
        assertThat(RulesBench.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5.0);
    }
}
