package io.countersign.policystream.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories of reservations, settlements, releases and corrections, under limits that change. */
class LedgerHistoriesTest {

    private static final int DECISIONS = 2_000;
    private static final List<Claims> BUDGETS = List.of(
            Claims.on("chat"),
            Claims.on("calls").in(Unit.REQUESTS),
            Claims.on("cost").in(Unit.COST_MICROS));

    private final Account account = new Account();
    private final List<List<Hold>> attempts = new ArrayList<>();
    private final Map<BalanceKey, Long> lastLimit = new HashMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void at_every_prefix_no_limit_is_passed_and_every_balance_is_the_sum_of_its_holds(long seed) {
        var random = new Random(seed);

        for (int i = 0; i < DECISIONS; i++) {
            if (attempts.isEmpty() || random.nextInt(3) == 0) {
                reserve(random);
            } else {
                resolve(random);
            }

            for (var key : account.moved()) {
                var balance = account.balances().getOrDefault(key, Balance.EMPTY);
                long limit = lastLimit.getOrDefault(key, 0L);
                assertThat(balance.settled() - balance.overrun() + balance.held())
                        .isLessThanOrEqualTo(limit);
                assertThat(balance).isEqualTo(sum(key, limit));
            }
        }
        assertThat(attempts).hasSizeGreaterThan(DECISIONS / 20);
    }

    private void reserve(Random random) {
        var claims = new ArrayList<Claim>();
        for (var budget : BUDGETS) {
            if (random.nextBoolean()) {
                var at = Claims.NOON.plus(Duration.ofMinutes(10L * random.nextInt(20)));
                claims.add(budget.at(at).limitedTo(50 + random.nextInt(100)).of(random.nextInt(40)));
            }
        }
        if (account.reserve(claims.toArray(Claim[]::new)) instanceof Reservation.Placed placed) {
            attempts.add(placed.holds());
            claims.stream()
                    .filter(claim -> claim.amount() > 0)
                    .forEach(claim -> lastLimit.put(claim.key(), claim.limit()));
        }
    }

    private void resolve(Random random) {
        int which = random.nextInt(attempts.size());
        var holds = attempts.get(which);
        var used = new Consumption(random.nextInt(60), random.nextInt(20), 0, random.nextInt(60), false);
        attempts.set(which, account.decide(ledger -> switch (random.nextInt(4)) {
            case 0 -> ledger.release(holds);
            case 1 -> ledger.settleOpen(holds);
            case 2 -> ledger.settle(holds, null);
            default -> ledger.settle(holds, used);
        }));
    }

    private Balance sum(BalanceKey key, long limit) {
        var mine = attempts.stream()
                .flatMap(List::stream)
                .filter(hold -> hold.key().equals(key))
                .toList();
        return new Balance(
                limit,
                mine.stream().mapToLong(hold -> hold.open() ? hold.amount() : 0).sum(),
                mine.stream().mapToLong(Hold::settled).sum(),
                mine.stream().mapToLong(Hold::overrun).sum());
    }
}
