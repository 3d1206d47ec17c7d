package io.countersign.chaos;

import io.countersign.chaos.TopicReader.Stamped;
import io.countersign.contract.Topics;
import io.countersign.stack.audit.Verdict;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.Intent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What the topics tell from offset 0 to their ends, each partition in its order.
 *
 * @param verdict what the command {@code verify} finds in it
 */
public record Evidence(
        List<Intent> intents,
        List<Stamped<IntentEvent>> events,
        List<ApprovedIntent> approvals,
        List<Stamped<Outcome>> outcomes,
        List<DeadLetter> letters,
        Verdict verdict) {

    public Evidence {
        intents = List.copyOf(intents);
        events = List.copyOf(events);
        approvals = List.copyOf(approvals);
        outcomes = List.copyOf(outcomes);
        letters = List.copyOf(letters);
    }

    /** Reads everything about these actions. */
    public static Evidence read(TopicReader log, Collection<String> actions) throws InterruptedException {
        var approvals = new ArrayList<ApprovedIntent>();
        actions.forEach(action -> approvals.addAll(log.all(Topics.approved(action), ApprovedIntent.class)));
        return new Evidence(
                log.all(Topics.SUBMITTED, Intent.class),
                log.stamped(Topics.EVENTS, IntentEvent.class),
                approvals,
                log.stamped(Topics.OUTCOMES, Outcome.class),
                log.all(Topics.DEAD_LETTER, DeadLetter.class),
                log.verdict());
    }

    /** The events that are about intents. */
    List<Stamped<IntentEvent>> intentEvents() {
        return events.stream()
                .filter(event -> event.value().getIntentId() != null)
                .toList();
    }
}
