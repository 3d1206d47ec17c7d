package io.countersign.executor.connector;

import io.countersign.executor.gate.Breaker;
import java.util.Optional;

/** The setting {@code breaker} of a route or of a part of one: true, false, or when to pause. */
public final class BreakerFields {

    private static final String NAME = "breaker";

    private BreakerFields() {}

    /** When to pause; nothing if nothing is paused. What is not said is as usual. */
    public static Optional<Breaker.Settings> read(Fields owner) {
        var usual = Breaker.Settings.DEFAULT;
        var value = owner.value(NAME);
        if (value.isEmpty()) {
            return Optional.of(usual);
        }
        if (value.get().isBoolean()) {
            return value.get().asBoolean() ? Optional.of(usual) : Optional.empty();
        }
        return owner.fields(NAME).map(fields -> {
            var window = fields.number("window", usual.window(), 1, 1_000);
            var calls = fields.number("calls", Math.min(usual.calls(), window), 1, 1_000);
            var rate = fields.number("rate", usual.rate(), 1, 100);
            var pause = fields.duration("pause", usual.pause());
            var longest = fields.duration("longest", usual.longest());
            fields.nothingElse();
            return owner.parsed(NAME, fields, each -> new Breaker.Settings(window, calls, rate, pause, longest));
        });
    }
}
