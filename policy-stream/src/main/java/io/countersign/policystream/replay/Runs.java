package io.countersign.policystream.replay;

import io.countersign.contract.Topics;
import io.countersign.policystream.activation.ControlLog;
import io.countersign.policystream.replay.Recording.Recorded;
import io.countersign.v1.Cause;
import io.countersign.v1.IntentEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A partition's events in runs of one cause each. With a control goes what its adoption did at once: those events name
 * the input before which it was adopted, and what about the control made them.
 */
final class Runs implements Iterator<List<Recorded>> {

    private static final Set<String> BY_ADOPTION = Set.of("freeze", "override");

    private final Iterator<Recorded> events;
    private @Nullable Recorded ahead;

    Runs(Iterator<Recorded> events) {
        this.events = events;
    }

    @Override
    public boolean hasNext() {
        return ahead != null || events.hasNext();
    }

    @Override
    public List<Recorded> next() {
        var first = take();
        Deque<Recorded> run = new ArrayDeque<>(List.of(first));
        while (hasNext()) {
            var next = take();
            if (!belongs(first, run.getLast(), next)) {
                ahead = next;
                break;
            }
            run.addLast(next);
        }
        return new ArrayList<>(run);
    }

    /** True of what an adoption made of intents. */
    static boolean isByAdoption(Cause cause) {
        return cause.getTimer() != null && BY_ADOPTION.contains(cause.getTimer());
    }

    static boolean isAdoption(Cause cause) {
        return cause.getTopic().equals(Topics.CONTROLS);
    }

    /** The control that was adopted. */
    static ControlLog.Entry entry(IntentEvent adoption) {
        long offset = adoption.getControlOffset() == null ? 0 : adoption.getControlOffset();
        return new ControlLog.Entry(
                offset, String.valueOf(adoption.getControlKey()), adoption.getControl(), adoption.getAt());
    }

    /** What the adoption did at once names the input before which it happened; if it did nothing, none is named. */
    static Cause during(List<Recorded> run) {
        return Objects.requireNonNull(run.getLast().event()).getCause();
    }

    private static boolean belongs(Recorded first, Recorded last, Recorded next) {
        if (first.event() == null || last.event() == null || next.event() == null) {
            return false;
        }
        var cause = next.event().getCause();
        return cause.equals(last.event().getCause())
                || isAdoption(first.event().getCause())
                        && isByAdoption(cause)
                        && isAdoption(last.event().getCause());
    }

    private Recorded take() {
        var next = ahead == null ? events.next() : ahead;
        ahead = null;
        return next;
    }
}
