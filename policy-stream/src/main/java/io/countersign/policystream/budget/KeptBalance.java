package io.countersign.policystream.budget;

import java.time.Instant;

/**
 * A balance and what keeps it.
 *
 * <p><b>When it may be forgotten:</b> once nothing in its window counts any more and no intent that is remembered has a
 * hold in it, open or settled. A hold is placed only in the window that contains the partition's time, which never goes
 * back, so a closed window takes no new ones; settlements, releases and late truth reach a balance only through the attempts of a
 * remembered intent. So nothing that is decided afterwards can ask for it or book into it, and whoever replays the log
 * derives the same events. Ended intents are remembered for 30 days: so is, after its window, what they spent.
 *
 * @param holds how many holds of remembered intents lie in it, those of nothing included
 */
public record KeptBalance(Balance balance, long holds) {

    /** A window that nothing has touched. */
    public static final KeptBalance NONE = new KeptBalance(Balance.EMPTY, 0);

    /** True if nothing can ask for it, or book into it, from now on. */
    public boolean mayBeForgotten(Window window, Instant now) {
        return holds <= 0 && !now.isBefore(window.countsUntil());
    }

    /** With another balance, and this many holds more, or fewer. */
    public KeptBalance after(Balance changed, long more) {
        return new KeptBalance(changed, holds + more);
    }
}
