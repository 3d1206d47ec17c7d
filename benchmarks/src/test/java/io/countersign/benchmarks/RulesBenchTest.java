package io.countersign.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.benchmarks.RuleCatalogue.Likeness;
import io.countersign.policystream.policy.Judgement;
import io.countersign.policystream.policy.Question;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RulesBenchTest {

    @ParameterizedTest
    @EnumSource
    void every_action_has_its_rules_and_lets_its_intent_through(Likeness likeness) {
        var catalogue = RuleCatalogue.of(3, likeness);

        assertThat(catalogue.policy().actions()).hasSize(3);
        assertThat(catalogue.questions())
                .hasSize(3)
                .allSatisfy(question ->
                        assertThat(catalogue.policy().judge(question)).isInstanceOf(Judgement.Admitted.class));
        assertThat(catalogue.nanosPerDecision(10, 3, new Random(1))).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void each_rule_looks_at_its_parameter(Likeness likeness) {
        var catalogue = RuleCatalogue.of(2, likeness);
        var last = catalogue.questions().getLast();
        var much = new Question(
                last.principal(),
                last.action(),
                last.parameters().replace("99.99", "1e9"),
                null,
                null,
                null,
                last.session(),
                last.now());

        assertThat(catalogue.policy().judge(much))
                .isInstanceOfSatisfying(
                        Judgement.Admitted.class,
                        admitted -> assertThat(admitted.clauses()).hasSize(RuleCatalogue.RULES_EACH));
    }

    @Test
    void the_median_is_the_one_in_the_middle() {
        assertThat(RulesBench.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5.0);
    }
}
