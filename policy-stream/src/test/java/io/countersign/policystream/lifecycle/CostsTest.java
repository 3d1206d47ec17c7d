package io.countersign.policystream.lifecycle;

import static io.countersign.policystream.lifecycle.ReportStatus.FAILED_RETRYABLE;
import static io.countersign.policystream.lifecycle.ReportStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.budget.Prices;
import io.countersign.policystream.budget.Tariff;
import io.countersign.policystream.budget.Unit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Budgets of costs, from the hold to the truth. A token of input costs two micro-units here. */
class CostsTest {
    private static final Requests ANA = Requests.of("acme/ana").costing(40);
    private static final Tariff SMALL_OR_TINY = new Tariff(List.of(
            new Tariff.Rate("small", new Prices(2_000_000, 2_000_000, 0)),
            new Tariff.Rate("tiny", new Prices(1_000_000, 1_000_000, 0))));
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
    void who_answered_sets_the_price_as_the_approval_knew_it() {
        shell.under(house.pricing(SMALL_OR_TINY));
        var answered = shell.submit(ANA).begun();
        var unnamed = shell.submit(ANA.named("2").costing(10)).begun();
        shell.under(house.pricing(new Prices(50_000_000, 50_000_000, 0)));

        answered.given(answered.report(SUCCEEDED).using(new Consumption(40, 0, 0, 0, false, "tiny")));
        assertThat(shell.balance("cost")).isEqualTo(new Balance(100, 20, 40, 0));
        assertThat(answered.recorded().orElseThrow().used()).isEqualTo(new Consumption(40, 0, 0, 40, false, "tiny"));

        unnamed.given(unnamed.report(SUCCEEDED).using(new Consumption(10, 0, 0, 0, false)));
        assertThat(shell.balance("cost")).isEqualTo(new Balance(100, 0, 60, 0, 50));
    }

    @Test
    void a_name_that_nobody_knows_makes_nothing_cheaper() {
        shell.under(house.pricing(SMALL_OR_TINY));
        var intent = shell.submit(ANA).begun();

        intent.given(intent.report(SUCCEEDED).using(new Consumption(40, 0, 0, 0, false, "free")));

        assertThat(shell.balance("cost")).isEqualTo(new Balance(100, 0, 80, 0, 80));
    }

    @Test
    void an_answer_from_the_cache_costs_what_its_executor_says_and_the_whole_hold_if_it_says_nothing() {
        var free = shell.submit(ANA).begun();
        free.given(free.report(SUCCEEDED).fromTheCache().using(new Consumption(0, 0, 0, 0, false)));
        assertThat(shell.balance("cost")).isEqualTo(new Balance(100, 0, 0, 0));

        var claimed = shell.submit(ANA.named("2").costing(20)).begun();
        claimed.given(claimed.report(SUCCEEDED).fromTheCache().using(new Consumption(10, 0, 0, 0, false)));
        assertThat(shell.balance("cost")).isEqualTo(new Balance(100, 0, 20, 0));

        var silent = shell.submit(ANA.named("3").costing(15)).begun();
        silent.given(silent.report(SUCCEEDED).fromTheCache());
        assertThat(shell.balance("cost")).isEqualTo(new Balance(100, 0, 50, 0, 50));
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
