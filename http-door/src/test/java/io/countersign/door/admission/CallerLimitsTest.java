package io.countersign.door.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.contract.Limits;
import io.countersign.contract.Owner;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerLimitsTest {
    private static final Owner ANA = new Owner("acme", "ana");
    private static final Owner BOB = new Owner("acme", "bob");
    private static final Owner EVE = new Owner("other", "eve");
    private static final Rate NONE = rate(0);

    private final AtomicLong now = new AtomicLong(-5);

    @Test
    void a_burst_is_let_in_and_no_request_more() {
        var limits = limits(rate(10), NONE, NONE, NONE);

        for (var request = 0; request < 20; request++) {
            assertThat(limits.take(ANA, 0)).isEmpty();
        }

        assertThat(limits.take(ANA, 0))
                .contains(new Exceeded(
                        new RateLimit("user-requests", 20, OptionalLong.of(2), "requests", 0, OptionalLong.of(1)),
                        Duration.ofMillis(100)));
    }

    @Test
    void the_next_one_is_let_in_when_it_was_said_and_not_a_nanosecond_sooner() {
        var limits = limits(rate(10), NONE, NONE, NONE);
        spend(limits, ANA, 20);
        var wait = limits.take(ANA, 0).orElseThrow().retryIn();

        pass(wait.minusNanos(1));
        assertThat(limits.take(ANA, 0)).isPresent();
        pass(Duration.ofNanos(1));

        assertThat(limits.take(ANA, 0)).isEmpty();
        assertThat(limits.take(ANA, 0)).isPresent();
    }

    @Test
    void what_was_not_used_is_kept_for_a_burst_and_no_longer() {
        var limits = limits(rate(10), NONE, NONE, NONE);
        spend(limits, ANA, 20);

        pass(Duration.ofHours(1));

        spend(limits, ANA, 20);
        assertThat(limits.take(ANA, 0)).isPresent();
    }

    @Test
    void who_is_refused_hurts_nobody_else() {
        var limits = limits(rate(1), NONE, rate(2), NONE);
        spend(limits, ANA, 2);
        for (var attempt = 0; attempt < 100; attempt++) {
            assertThat(limits.take(ANA, 0)).isPresent();
        }

        spend(limits, BOB, 2);
    }

    @Test
    void a_tenants_users_share_its_limit_and_whoever_meets_it_keeps_the_own() {
        var limits = limits(rate(2), NONE, rate(3), NONE);
        spend(limits, ANA, 4);
        spend(limits, BOB, 2);

        assertThat(limits.take(BOB, 0).orElseThrow().limit().name()).isEqualTo("tenant-requests");
        assertThat(limits.take(EVE, 0)).isEmpty();
        pass(Duration.ofSeconds(1));
        // Two seconds' worth of bob's own were never taken from him.
        spend(limits, BOB, 3);
    }

    @Test
    void bytes_are_let_in_to_the_last_one() {
        var limits = limits(NONE, rate(1_000), NONE, NONE);
        assertThat(limits.take(ANA, 1_500)).isEmpty();

        var exceeded = limits.take(ANA, 501).orElseThrow();

        assertThat(exceeded.limit())
                .isEqualTo(new RateLimit(
                        "user-bytes", 2_000, OptionalLong.of(2), "content-bytes", 500, OptionalLong.of(1)));
        assertThat(exceeded.retryIn()).isEqualTo(Duration.ofMillis(1));
        assertThat(limits.take(ANA, 500)).isEmpty();
    }

    @Test
    void a_request_without_a_body_is_let_in_when_no_byte_is_left() {
        var limits = limits(NONE, rate(1_000), NONE, NONE);
        assertThat(limits.take(ANA, 2_000)).isEmpty();

        assertThat(limits.take(ANA, 1)).isPresent();
        assertThat(limits.take(ANA, 0)).isEmpty();
    }

    @Test
    void whoever_exceeds_the_bytes_has_spent_no_request() {
        var limits = limits(rate(1), rate(1_000), NONE, rate(1_200));
        assertThat(limits.take(ANA, 2_000)).isEmpty();

        assertThat(limits.take(ANA, 2_000).orElseThrow().limit().name()).isEqualTo("user-bytes");
        assertThat(limits.take(BOB, 1_000).orElseThrow().limit().name()).isEqualTo("tenant-bytes");

        assertThat(limits.take(ANA, 0)).isEmpty();
        spend(limits, BOB, 2);
    }

    @Test
    void a_body_larger_than_the_quota_is_let_in_by_a_whole_one_and_paid_for_afterwards() {
        var limits = limits(NONE, rate(1_000), NONE, NONE);
        assertThat(limits.take(ANA, 1)).isEmpty();
        assertThat(limits.take(ANA, 10_000).orElseThrow().retryIn()).isEqualTo(Duration.ofMillis(1));
        pass(Duration.ofMillis(1));

        assertThat(limits.take(ANA, 10_000)).isEmpty();

        pass(Duration.ofSeconds(8));
        assertThat(limits.take(ANA, 1)).isPresent();
        pass(Duration.ofMillis(1));
        assertThat(limits.take(ANA, 1)).isEmpty();
    }

    @Test
    void bytes_that_come_unannounced_are_paid_for_by_user_and_tenant() {
        var limits = limits(NONE, rate(1_000), NONE, rate(1_000));

        limits.charge(ANA, 3_000);

        assertThat(limits.take(ANA, 1).orElseThrow().retryIn()).isEqualTo(Duration.ofMillis(1_001));
        assertThat(limits.take(BOB, 1).orElseThrow().limit().name()).isEqualTo("tenant-bytes");
        assertThat(limits.take(EVE, 1)).isEmpty();
    }

    @Test
    void the_debt_of_the_largest_body_is_not_forgotten() {
        var limits = limits(NONE, rate(1_000), NONE, NONE);
        assertThat(limits.take(ANA, Limits.BUNDLE_BYTES)).isEmpty();
        var debt = limits.take(ANA, 1).orElseThrow().retryIn();

        pass(debt.minusNanos(1));

        assertThat(limits.take(ANA, 1)).isPresent();
    }

    @Test
    void who_has_a_whole_quota_is_not_remembered() {
        var limits = limits(rate(10), NONE, NONE, NONE);
        for (var user = 0; user < 100; user++) {
            limits.take(new Owner("acme", "u" + user), 0);
        }
        assertThat(limits.remembered()).isEqualTo(100);

        pass(Duration.ofMinutes(1));

        assertThat(limits.remembered()).isZero();
    }

    @Test
    void no_more_are_remembered_than_there_is_room_for_and_their_tenant_still_counts() {
        var limits = new CallerLimits(new CallerLimits.Rates(rate(1), NONE, rate(5_000), NONE), 100, () -> now.get());
        for (var user = 0; user < 10_000; user++) {
            assertThat(limits.take(new Owner("acme", "u" + user), 0)).isEmpty();
        }

        assertThat(limits.remembered()).isLessThanOrEqualTo(100);
        assertThat(limits.take(new Owner("acme", "one-more"), 0)
                        .orElseThrow()
                        .limit()
                        .name())
                .isEqualTo("tenant-requests");
    }

    @Test
    void without_limits_nobody_is_refused_or_remembered() {
        var limits = limits(NONE, NONE, NONE, NONE);

        spend(limits, ANA, 10_000);

        assertThat(limits.take(ANA, Long.MAX_VALUE)).isEmpty();
        assertThat(limits.remembered()).isZero();
    }

    @Test
    void threads_together_get_no_more_than_one_would() throws InterruptedException {
        var limits = limits(rate(100), NONE, rate(50), NONE);
        var let = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var thread = 0; thread < 4; thread++) {
                threads.submit(() -> {
                    for (var request = 0; request < 1_000; request++) {
                        if (limits.take(ANA, 0).isEmpty()) {
                            let.incrementAndGet();
                        }
                    }
                });
            }
        }

        assertThat(let).hasValue(100);
        pass(Duration.ofMillis(500));
        spend(limits, ANA, 25);
    }

    @ParameterizedTest
    @CsvSource({"-1, PT1S", "1000000001, PT1S", "1, PT0.999S", "1, PT1H0.001S"})
    void a_rate_beyond_its_edges_is_none(long perSecond, Duration burst) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(perSecond, burst));
    }

    @ParameterizedTest
    @CsvSource({"0, PT1S", "1000000000, PT1H"})
    void a_rate_at_its_edges_is_one(long perSecond, Duration burst) {
        assertThat(new Rate(perSecond, burst).quota()).isEqualTo(perSecond * burst.toSeconds());
    }

    private CallerLimits limits(Rate userRequests, Rate userBytes, Rate tenantRequests, Rate tenantBytes) {
        return new CallerLimits(
                new CallerLimits.Rates(userRequests, userBytes, tenantRequests, tenantBytes), 1_000, () -> now.get());
    }

    /** Two seconds' worth may come at once. */
    private static Rate rate(long perSecond) {
        return new Rate(perSecond, Duration.ofSeconds(2));
    }

    private static void spend(CallerLimits limits, Owner caller, int requests) {
        for (var request = 0; request < requests; request++) {
            assertThat(limits.take(caller, 0)).isEmpty();
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
