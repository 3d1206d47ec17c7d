package io.countersign.policystream.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits that operators set for single owners. The policy's is 100 tokens a day here. */
class OverridesTest {
    private static final Requests ANA = Requests.of("acme/ana");
    private static final Duration DAY = Duration.ofDays(1);

    private final Shell shell = new Shell(HousePolicy.allowingAll().limitingTokens(100, DAY));

    @ParameterizedTest
    @CsvSource({"150, 150, APPROVED", "150, 151, REJECTED", "50, 50, APPROVED", "50, 51, REJECTED", "0, 1, REJECTED"})
    void the_limit_that_was_set_counts_in_place_of_the_policys(long limit, long tokens, String state) {
        shell.overriding("acme/ana", "tokens", limit, null);

        var intent = shell.submit(ANA.costing(tokens));

        assertThat(intent.name()).isEqualTo(state);
    }

    @Test
    void it_is_what_the_balance_and_the_refusal_speak_of() {
        shell.overriding("acme/ana", "tokens", 150, null);

        shell.submit(ANA.costing(120));
        var refused = shell.submit(ANA.named("2").costing(31));

        assertThat(shell.balance("tokens").limit()).isEqualTo(150);
        assertThat(refused.answer().shortages()).singleElement().satisfies(shortage -> {
            assertThat(shortage.claim().limit()).isEqualTo(150);
            assertThat(shortage.left()).isEqualTo(30);
        });
    }

    @ParameterizedTest
    @CsvSource({"acme/bob, tokens", "acme/ana, others"})
    void it_counts_for_its_owner_and_budget_only(String owner, String budget) {
        shell.overriding(owner, budget, 150, null);

        assertThat(shell.submit(ANA.costing(101)).name()).isEqualTo("REJECTED");
    }

    @Test
    void it_ends_at_its_time() {
        var until = shell.now().plus(Duration.ofMinutes(1));
        shell.overriding("acme/ana", "tokens", 150, until);

        shell.at(until.minusMillis(1));
        assertThat(shell.submit(ANA.costing(101)).name()).isEqualTo("APPROVED");
        shell.at(until);
        assertThat(shell.submit(ANA.named("2").costing(1)).name()).isEqualTo("REJECTED");
    }

    @Test
    void automatic_attempts_are_charged_against_it_too() {
        var intent = shell.submit(ANA.costing(60)).begun().reported(ReportStatus.FAILED_RETRYABLE);
        shell.overriding("acme/ana", "tokens", 120, null);

        assertThat(intent.retried().name()).isEqualTo("APPROVED");
    }
}
