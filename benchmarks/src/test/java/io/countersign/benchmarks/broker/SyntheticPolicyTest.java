package io.countersign.benchmarks.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.policy.Judgement;
import io.countersign.policystream.policy.Policy;
import io.countersign.policystream.policy.Principal;
import io.countersign.policystream.policy.Question;
import io.countersign.policystream.policy.SessionStanding;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The benchmark's policy does what its results say that it does. */
final class SyntheticPolicyTest {

    private final Policy policy = new SyntheticPolicy().policy();

    @Test
    void every_action_is_charged_to_three_budgets() {
        for (var action : SyntheticPolicy.ACTIONS) {
            var admitted = (Judgement.Admitted) policy.judge(question(action, 10));

            assertThat(admitted.clauses()).isEmpty();
            assertThat(admitted.claims()).hasSize(3).allMatch(claim -> claim.amount() > 0);
        }
    }

    @Test
    void a_large_amount_waits_for_a_person() {
        var admitted = (Judgement.Admitted) policy.judge(question("bench.a1", SyntheticPolicy.HELD_ABOVE + 1));

        assertThat(admitted.clauses()).hasSize(1);
    }

    private static Question question(String action, int amount) {
        return new Question(
                new Principal("bench", "user1", "returns", "support-bot", List.of("support", "pro")),
                action,
                "{\"amount\":%d.5,\"order\":\"A-1\"}".formatted(amount),
                "small",
                1_000L,
                256L,
                SessionStanding.NONE,
                Instant.parse("2026-11-22T10:00:00Z"));
    }
}
