package io.countersign.policystream.budget;

import java.time.Duration;
import java.time.Instant;

/** Claims on budgets whose windows last ten minutes: {@code Claims.on("chat").limitedTo(100).of(30)}. */
record Claims(String budget, Unit unit, Instant at, long limit) {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final FixedWindow TEN_MINUTES = new FixedWindow(Duration.ofMinutes(10));

    static Claims on(String budget) {
        return new Claims(budget, Unit.TOKENS, NOON, 100);
    }

    Claims in(Unit other) {
        return new Claims(budget, other, at, limit);
    }

    Claims at(Instant other) {
        return new Claims(budget, unit, other, limit);
    }

    Claims limitedTo(long other) {
        return new Claims(budget, unit, at, other);
    }

    Claim of(long amount) {
        return new Claim(budget, unit, TEN_MINUTES.at(at), limit, amount);
    }

    BalanceKey key() {
        return new BalanceKey(budget, TEN_MINUTES.at(at));
    }
}
