package io.countersign.simulation.oracle;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The states of an intent, and which may follow which. */
public enum Life {
    DEFERRED,
    HELD,
    APPROVED,
    RUNNING,
    RETRYING,
    UNKNOWN,
    DEAD,
    SUCCEEDED,
    REJECTED,
    EXPIRED,
    CANCELLED,
    DISCARDED;

    private static final Set<Life> ENDS = EnumSet.of(SUCCEEDED, REJECTED, EXPIRED, CANCELLED, DISCARDED);
    private static final Set<Life> FIRST = EnumSet.of(DEFERRED, HELD, APPROVED, SUCCEEDED, REJECTED, EXPIRED);
    private static final Map<Life, Set<Life>> AFTER = new EnumMap<>(Map.of(
            DEFERRED, EnumSet.of(APPROVED, HELD, REJECTED, EXPIRED, CANCELLED, SUCCEEDED, UNKNOWN),
            HELD, EnumSet.of(APPROVED, DEFERRED, REJECTED, EXPIRED, CANCELLED, SUCCEEDED, UNKNOWN),
            APPROVED, EnumSet.of(RUNNING, RETRYING, DEAD, UNKNOWN, SUCCEEDED, CANCELLED, EXPIRED),
            RUNNING, EnumSet.of(RETRYING, DEAD, UNKNOWN, SUCCEEDED, CANCELLED, EXPIRED),
            RETRYING, EnumSet.of(APPROVED, DEAD, UNKNOWN, SUCCEEDED, CANCELLED, EXPIRED),
            UNKNOWN, EnumSet.of(APPROVED, HELD, DEFERRED, RETRYING, DEAD, SUCCEEDED, CANCELLED, EXPIRED, DISCARDED),
            DEAD, EnumSet.of(APPROVED, HELD, DEFERRED, RETRYING, UNKNOWN, SUCCEEDED, CANCELLED, DISCARDED)));

    /** True if nothing follows it. */
    public boolean isEnd() {
        return ENDS.contains(this);
    }

    /** True if an intent may go from one to the other, or stay; null stands for one that is not known. */
    public static boolean mayFollow(@Nullable Life before, @Nullable Life after) {
        if (before == null) {
            return after == null || FIRST.contains(after);
        }
        return after == null
                ? before.isEnd()
                : after == before || AFTER.getOrDefault(before, Set.of()).contains(after);
    }
}
