package io.countersign.policystream.memory;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is remembered, but for what the intent in question has left itself. Used by one thread, for one decision. */
public final class Recalled implements Recollection {
    private final Memory memory;
    private final SessionKey session;
    private final @Nullable Trace own;
    private final Instant now;
    private @Nullable SessionMemory found;

    /** @param own what the intent in question has left, if it was approved before */
    public Recalled(Memory memory, SessionKey session, @Nullable Trace own, Instant now) {
        this.memory = memory;
        this.session = session;
        this.own = own;
        this.now = now;
    }

    @Override
    public BigDecimal counted(CounterKey key) {
        var all = memory.sums(key).counted(key.window());
        return own == null
                ? all
                : own.additions().stream()
                        .filter(addition -> addition.countsIn(key))
                        .map(Addition::amount)
                        .reduce(all, BigDecimal::subtract);
    }

    @Override
    public List<String> labels() {
        return session().labels().keySet().stream().sorted().toList();
    }

    @Override
    public Map<String, Long> counts() {
        return session().counts();
    }

    private SessionMemory session() {
        if (found == null) {
            found = memory.session(session).at(now).without(own);
        }
        return found;
    }
}
