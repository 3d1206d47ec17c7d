package io.countersign.policystream.budget;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks back at intents that were refused for want of room: which would have fitted, had each hold that stood in their way
 * been as large as what its attempt used in the end.
 *
 * <p>It measures and decides nothing, so it lives in memory, and forgets: the refusals of the windows that were not looked
 * at for the longest time, and the oldest of a window with many. Safe for use by many threads.
 */
public final class Hindsight {

    /** Windows of which refusals are remembered. */
    static final int MOST_WINDOWS = 10_000;

    /** Refusals that are remembered of one window. */
    static final int MOST_REFUSALS = 100;

    private final Map<String, Deque<Part>> windows = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Part>> eldest) {
            return size() > MOST_WINDOWS;
        }
    };

    /** An intent was refused because of these. What never fits, or only had to queue, no hold stood in the way of. */
    public synchronized void refused(String owner, List<Shortage> shortages, Instant now) {
        var tooShort = shortages.stream().filter(shortage -> !shortage.queued()).toList();
        if (tooShort.isEmpty()
                || shortages.stream().anyMatch(shortage -> shortage.claim().neverFits())) {
            return;
        }
        var refusal = new Refusal(tooShort.getFirst().claim().budget(), tooShort.size());
        for (var shortage : tooShort) {
            var claim = shortage.claim();
            var parts = windows.computeIfAbsent(name(owner, claim.budget(), claim.window()), any -> new ArrayDeque<>());
            if (parts.size() == MOST_REFUSALS) {
                parts.removeFirst();
            }
            long lacking = Amounts.plus(Amounts.plus(shortage.balance().used(), claim.amount()), -claim.limit());
            parts.addLast(new Part(refusal, now, lacking));
        }
    }

    /** The budgets of refusals that turn out to have been needless, each as often as it is so. */
    public synchronized List<String> closed(String owner, Closing closing) {
        var hold = closing.hold();
        var parts = windows.get(name(owner, hold.budget(), hold.window()));
        var needless = new ArrayList<String>();
        if (parts != null) {
            parts.removeIf(part -> part.roomFor(closing, needless));
        }
        return needless;
    }

    /** All buckets of a rolling budget count together. */
    private static String name(String owner, String budget, Window window) {
        return owner + " " + budget + "@" + (window.rolls() ? window.span() : window.text());
    }

    /** A refusal, until there would have been room in every budget that was short. */
    private static final class Refusal {
        private final String budget;
        private int lacking;

        Refusal(String budget, int lacking) {
            this.budget = budget;
            this.lacking = lacking;
        }
    }

    /** One budget's part of a refusal: how much was lacking, what was returned of the holds of then taken off. */
    private static final class Part {
        private final Refusal refusal;
        private final Instant at;
        private long lacking;

        Part(Refusal refusal, Instant at, long lacking) {
            this.refusal = refusal;
            this.at = at;
            this.lacking = lacking;
        }

        boolean roomFor(Closing closing, List<String> needless) {
            if (closing.placedAt().isAfter(at)) {
                return false;
            }
            lacking = Amounts.plus(lacking, -closing.returned());
            if (lacking > 0) {
                return false;
            }
            refusal.lacking--;
            if (refusal.lacking == 0) {
                needless.add(refusal.budget);
            }
            return true;
        }
    }
}
