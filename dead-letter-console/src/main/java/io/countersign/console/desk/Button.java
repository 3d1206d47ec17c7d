package io.countersign.console.desk;

import io.countersign.contract.Code;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A decision as the card offers it: what it will do in words, or why it is not to be had.
 *
 * @param risky true if it may do a second time what has happened already
 */
public record Button(
        Decision decision,
        String title,
        String promise,
        boolean needsComment,
        boolean risky,
        @Nullable Obstacle obstacle) {
    private static final Set<Code> PERSONAL = EnumSet.of(Code.NOT_A_REVIEWER, Code.OWN_INTENT, Code.ALREADY_VOTED);

    public boolean enabled() {
        return obstacle == null;
    }

    /** True if the decision fits the letter, and only this person may not make it. */
    public boolean isForOthers() {
        return obstacle != null && PERSONAL.contains(obstacle.code());
    }
}
