package io.countersign.policystream.budget;

import java.util.Locale;
import java.util.Optional;

/** What a budget counts. */
public enum Unit {
    /** Input and output tokens together. */
    TOKENS,
    /** Tokens of the request. */
    INPUT_TOKENS,
    /** Tokens of the answer. */
    OUTPUT_TOKENS,
    /** Attempts that began. */
    REQUESTS,
    /** Millionths of the currency unit. */
    COST_MICROS;

    /** The unit's name in policy documents and records, such as {@code input-tokens}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The unit with this name in policy documents, if there is one. */
    public static Optional<Unit> named(String text) {
        for (Unit unit : values()) {
            if (unit.text().equals(text)) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }
}
