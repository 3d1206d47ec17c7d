package io.countersign.policystream.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories of one rolling budget, beside books that know the instant of every placement. */
class RollingHistoriesTest {

    private static final int DECISIONS = 600;
    private static final Duration PERIOD = Duration.ofMinutes(10);
    private static final RollingWindow RULE = new RollingWindow(PERIOD);

    private final Account account = new Account();
    private final List<Placement> placements = new ArrayList<>();
    private int refusals;

    private record Placement(Instant at, long limit, List<Hold> holds) {
        long exact() {
            return holds.stream()
                    .mapToLong(hold -> hold.settled() - hold.overrun() + (hold.open() ? hold.amount() : 0))
                    .sum();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void no_true_period_exceeds_the_limit_of_its_last_placement_and_promises_are_kept(long seed) {
        var random = new Random(seed);
        var now = Claims.NOON;

        for (int i = 0; i < DECISIONS; i++) {
            now = now.plusMillis(
                    random.nextInt(40) == 0 ? random.nextLong(2 * PERIOD.toMillis()) : random.nextLong(20_000));
            if (placements.isEmpty() || random.nextBoolean()) {
                reserve(random, now);
            } else {
                resolve(random);
            }
            everyTruePeriodKeepsItsLimit(now);
        }
        assertThat(placements).hasSizeGreaterThan(DECISIONS / 10);
        assertThat(refusals).isGreaterThan(DECISIONS / 20);
    }

    private void reserve(Random random, Instant now) {
        long limit = 50 + random.nextInt(100);
        var claim = Claims.on("day").over(RULE).at(now).limitedTo(limit).of(1 + random.nextInt(50));
        switch (account.reserve(claim)) {
            case Reservation.Placed placed -> placements.add(new Placement(now, limit, placed.holds()));
            case Reservation.Short tooShort -> refused(tooShort.shortages().getFirst(), now);
        }
    }

    /** Not a moment before what was promised, and then at once. */
    private void refused(Shortage shortage, Instant now) {
        refusals++;
        var claim = shortage.claim();
        assertThat(shortage.opensAt()).isAfter(now).isBefore(now.plus(PERIOD.multipliedBy(2)));
        assertThat(fits(claim, shortage.opensAt())).isTrue();
        assertThat(fits(claim, shortage.opensAt().minusMillis(1))).isFalse();
    }

    private boolean fits(Claim claim, Instant at) {
        var later = new Claim(claim.budget(), claim.unit(), RULE.at(at), claim.limit(), claim.amount());
        return new Ledger(new Books(account.balances())).reserve(List.of(later), budget -> false)
                instanceof Reservation.Placed;
    }

    private void resolve(Random random) {
        int which = random.nextInt(placements.size());
        var placement = placements.get(which);
        var used = new Consumption(random.nextInt(60), 0, 0, 0, false);
        var holds = account.decide(ledger -> switch (random.nextInt(4)) {
            case 0 -> ledger.release(placement.holds());
            case 1 -> ledger.settleOpen(placement.holds());
            default -> ledger.settle(placement.holds(), used);
        });
        placements.set(which, new Placement(placement.at(), placement.limit(), holds));
    }

    private void everyTruePeriodKeepsItsLimit(Instant now) {
        for (var first : placements) {
            if (first.at().isBefore(now.minus(PERIOD.multipliedBy(2)))) {
                continue;
            }
            var within = placements.stream()
                    .filter(other -> !other.at().isBefore(first.at())
                            && other.at().isBefore(first.at().plus(PERIOD)))
                    .toList();
            assertThat(within.stream().mapToLong(Placement::exact).sum())
                    .isLessThanOrEqualTo(within.getLast().limit());
        }
    }
}
