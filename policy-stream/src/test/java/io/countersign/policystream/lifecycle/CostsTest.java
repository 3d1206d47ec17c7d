package io.countersign.policystream.lifecycle;

import static io.countersign.policystream.lifecycle.ReportStatus.FAILED_RETRYABLE;
import static io.countersign.policystream.lifecycle.ReportStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.budget.Prices;
import io.countersign.policystream.budget.Unit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Budgets of costs, from the hold to the truth. A token of input costs two micro-units here. */
class CostsTest {
    private static final Requests ANA = Requests.of("acme/ana").costing(40);
    private static final Duration DAY = Duration.ofDays(1);

    private final HousePolicy house = HousePolicy.allowingAll()
            .limiting(new HousePolicy.Budget("cost", Unit.COST_MICROS, DAY, 100))
            .pricing(new Prices(2_000_000, 1_000_000, 3_000_000));
    private final Shell shell = new Shell(house);

    @Test
    void what_the_tokens_may_cost_is_held_and_what_they_cost_is_settled() {
        var intent = shell.submit(ANA);
        assertThat(shell.balance("cost")).isEqualTo(new Balance(100, 80, 0, 0));

        intent.begun().given(intent.report(SUCCEEDED).using(new Consumption(30, 1, 10, 0, false)));

        assertThat(shell.balance("cost")).isEqualTo(new Balance(100, 0, 53, 0, 50));
        assertThat(intent.recorded().orElseThrow().used()).isEqualTo(new Consumption(30, 1, 10, 53, false));
    }

    @Test
    void the_cost_that_the_provider_named_is_settled() {
        var intent = shell.submit(ANA).begun();

        intent.given(intent.report(SUCCEEDED).using(new Consumption(30, 1, 10, 17, false)));

        assertThat(shell.balance("cost")).isEqualTo(new Balance(100, 0, 17, 0));
    }

    @Test
    void a_cost_at_the_hold_is_no_overrun_and_one_above_it_is() {
        var intent = shell.submit(ANA).begun();
        intent.given(intent.report(SUCCEEDED).using(new Consumption(0, 0, 0, 80, false)));
        assertThat(shell.balance("cost")).isEqualTo(new Balance(100, 0, 80, 0, 80));

        var other = shell.submit(ANA.named("2").costing(10)).begun();
        other.given(other.report(SUCCEEDED).using(new Consumption(0, 0, 0, 21, false)));
        assertThat(shell.balance("cost")).isEqualTo(new Balance(100, 0, 101, 1, 100));
    }

    @Test
    void an_absurd_cost_is_bounded_and_refuses_what_follows_in_its_window_only() {
        var intent = shell.submit(ANA).begun();

        intent.given(intent.report(SUCCEEDED).using(new Consumption(0, 0, 0, Long.MAX_VALUE, false)));

        assertThat(shell.balance("cost")).isEqualTo(new Balance(100, 0, Consumption.MOST, Consumption.MOST - 80, 100));
        assertThat(shell.submit(ANA.named("2").costing(1)).name()).isEqualTo("REJECTED");
        shell.after(DAY);
        assertThat(shell.submit(ANA.named("3")).name()).isEqualTo("APPROVED");
    }

    @Test
    void an_attempt_costs_what_its_approval_knew() {
        var intent = shell.submit(ANA).begun();
        shell.under(house.pricing(new Prices(50_000_000, 50_000_000, 0)));

        intent.given(intent.report(SUCCEEDED).using(new Consumption(40, 0, 0, 0, false)));

        assertThat(shell.balance("cost")).isEqualTo(new Balance(100, 0, 80, 0, 80));
    }

    @Test
    void without_usage_the_whole_hold_is_settled() {
        shell.submit(ANA).begun().reported(FAILED_RETRYABLE);

        assertThat(shell.balance("cost")).isEqualTo(new Balance(100, 0, 80, 0, 80));
    }

    @Test
    void at_the_limit_it_fits_and_above_it_it_does_not() {
        assertThat(shell.submit(ANA.costing(50)).name()).isEqualTo("APPROVED");
        assertThat(shell.submit(ANA.named("2").costing(1)).name()).isEqualTo("REJECTED");
    }
}
