package io.countersign.policystream.budget;

import java.time.Duration;
import java.time.Instant;

/** Claims on budgets whose windows last ten minutes: {@code Claims.on("chat").limitedTo(100).of(30)}. */
record Claims(String budget, Unit unit, WindowRule windows, Instant at, long limit) {

    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final FixedWindow TEN_MINUTES = new FixedWindow(Duration.ofMinutes(10));

    static Claims on(String budget) {
        return new Claims(budget, Unit.TOKENS, TEN_MINUTES, NOON, 100);
    }

    Claims in(Unit other) {
        return new Claims(budget, other, windows, at, limit);
    }

    Claims over(WindowRule other) {
        return new Claims(budget, unit, other, at, limit);
    }

    Claims at(Instant other) {
        return new Claims(budget, unit, windows, other, limit);
    }

    Claims after(Duration span) {
        return at(at.plus(span));
    }

    Claims limitedTo(long other) {
        return new Claims(budget, unit, windows, at, other);
    }

    Claim of(long amount) {
        return new Claim(budget, unit, windows.at(at), limit, amount);
    }

    BalanceKey key() {
        return new BalanceKey(budget, windows.at(at));
    }
}
