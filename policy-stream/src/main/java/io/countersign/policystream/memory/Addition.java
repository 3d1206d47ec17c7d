package io.countersign.policystream.memory;

import io.countersign.policystream.budget.Window;
import java.math.BigDecimal;

/**
 * What an intent adds to one counter.
 *
 * @param key what the counter's key came to; {@code ''} if it has none
 * @param window the window in which it is added
 */
public record Addition(String counter, String key, Window window, BigDecimal amount) {

    public Addition {
        if (amount.signum() < 0) {
            throw new IllegalArgumentException("a counter never goes back: " + amount);
        }
    }

    /** True if it is part of what this sum counts while that one's window is current. */
    boolean countsIn(CounterKey sum) {
        return counter.equals(sum.counter())
                && key.equals(sum.key())
                && sum.window().countsWith(window);
    }
}
