package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.IdempotencyKey;
import io.countersign.contract.Topics;
import io.countersign.stack.audit.Verdict;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.BudgetEntry;
import io.countersign.v1.Intent;
import io.countersign.v1.IntentEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says from the topics alone whether the guarantees held. It shares no rule with what it judges. */
final class Oracle {

    private static final Set<String> ENDS = Set.of("SUCCEEDED", "REJECTED", "EXPIRED", "CANCELLED", "DISCARDED");
    private static final Set<String> WAITS_FOR_A_PERSON = Set.of("UNKNOWN", "DEAD");

    private final List<Intent> intents;
    private final List<IntentEvent> events;
    private final Map<Integer, List<IntentEvent>> partitions;
    private final Verdict verdict;
    private final Map<String, List<ApprovedIntent>> approvals = new HashMap<>();

    Oracle(TopicReader log, List<String> actions) throws InterruptedException {
        intents = log.all(Topics.SUBMITTED, Intent.class);
        partitions = log.byPartition(Topics.EVENTS, IntentEvent.class);
        events = partitions.values().stream().flatMap(List::stream).toList();
        verdict = log.verdict();
        for (var action : actions) {
            log.all(Topics.approved(action), ApprovedIntent.class)
                    .forEach(approval -> approvals
                            .computeIfAbsent(approval.getId(), id -> new java.util.ArrayList<>())
                            .add(approval));
        }
    }

    /** The state that each intent's events lead to, by id. */
    Map<String, String> states() {
        var states = new HashMap<String, String>();
        intentEvents().forEach(event -> states.put(event.getIntentId(), event.getTo()));
        return states;
    }

    Oracle everyAcceptedIntentIsInTheLog(Collection<String> accepted) {
        var submitted = new HashSet<String>();
        intents.forEach(intent -> submitted.add(intent.getId()));
        assertThat(submitted).containsAll(accepted);
        return this;
    }

    /** One end, or a state that waits for a person with a live timer. */
    Oracle everyIntentHasExactlyOneEnd(Collection<String> accepted) {
        var ends = new HashMap<String, Integer>();
        for (var event : intentEvents()) {
            boolean enters = !event.getTo().equals(event.getFrom());
            if (enters && ENDS.contains(event.getTo())) {
                ends.merge(event.getIntentId(), 1, Integer::sum);
            }
        }
        var states = states();
        for (var id : accepted) {
            var state = states.get(id);
            assertThat(state).as("state of %s", id).isNotNull();
            int expected = WAITS_FOR_A_PERSON.contains(state) ? 0 : 1;
            assertThat(ends.getOrDefault(id, 0))
                    .as("ends of %s, now %s", id, state)
                    .isEqualTo(expected);
        }
        return this;
    }

    /** Whoever takes a partition over goes on at the time at which it was left. */
    Oracle timeNeverGoesBack() {
        partitions.forEach((partition, told) -> assertThat(told)
                .as("events of partition %d", partition)
                .extracting(IntentEvent::getAt)
                .isSorted());
        return this;
    }

    Oracle nothingIsHandedOverTwice() {
        approvals.forEach((id, handed) -> assertThat(handed)
                .as("hand-offs of %s", id)
                .extracting(ApprovedIntent::getAttempt)
                .doesNotHaveDuplicates());
        return this;
    }

    /** Each hand-off follows an event that approved this attempt of this digest. */
    Oracle everyHandOverWasApproved() {
        var approved = new HashSet<String>();
        for (var event : intentEvents()) {
            if (event.getTo().equals("APPROVED") && !"APPROVED".equals(event.getFrom())) {
                approved.add(event.getIntentId() + "/" + event.getAttempt() + "/" + event.getDigest());
            }
        }
        approvals
                .values()
                .forEach(handed -> handed.forEach(approval -> assertThat(approved)
                        .contains(approval.getId() + "/" + approval.getAttempt() + "/" + approval.getDigest())));
        return this;
    }

    Oracle noBudgetIsExceededAtAnyPrefix() {
        var limits = new HashMap<String, Long>();
        for (var event : intentEvents()) {
            for (var entry : event.getBudget()) {
                var key = event.getOwner() + " " + entry.getName() + " " + entry.getWindow();
                if (entry.getAfter() > entry.getBefore()) {
                    limits.put(key, entry.getLimit());
                }
                assertThat(entry.getSettled() - entry.getOverrun() + entry.getHeld())
                        .as("%s after event %d", key, event.getSequence())
                        .isLessThanOrEqualTo(limits.getOrDefault(key, 0L))
                        .isGreaterThanOrEqualTo(0);
            }
        }
        assertThat(limits).as("budgets that were used at all").isNotEmpty();
        return this;
    }

    /** What one owner's windows hold in the end: nothing, once everything has ended. */
    Oracle nothingStaysHeldWithoutAReason() {
        var last = new HashMap<String, BudgetEntry>();
        for (var event : intentEvents()) {
            event.getBudget()
                    .forEach(entry ->
                            last.put(event.getOwner() + " " + entry.getName() + " " + entry.getWindow(), entry));
        }
        boolean allEnded = states().values().stream().allMatch(ENDS::contains);
        if (allEnded) {
            last.forEach((key, entry) -> assertThat(entry.getHeld()).as(key).isZero());
        }
        return this;
    }

    /** As the command {@code verify} finds it. */
    Oracle everyChainIsUnbroken() {
        assertThat(verdict.events()).isGreaterThanOrEqualTo(events.size());
        assertThat(verdict.breaks()).isEmpty();
        return this;
    }

    /** An action that is not idempotent has its effect at most once, and is never called a failure after it. */
    Oracle effectsHappenAtMostOnce(String action, List<String> effects) {
        var counts = new HashMap<String, Integer>();
        effects.forEach(key -> counts.merge(key, 1, Integer::sum));
        var states = states();
        for (var intent : intents) {
            if (intent.getAction().equals(action)) {
                var key = IdempotencyKey.of(intent.getTenant(), intent.getUser(), intent.getId());
                int count = counts.getOrDefault(key, 0);
                assertThat(count).as("effects of %s", intent.getId()).isLessThanOrEqualTo(1);
                if (count == 1) {
                    assertThat(states.get(intent.getId())).isIn("SUCCEEDED", "UNKNOWN");
                }
            }
        }
        return this;
    }

    private List<IntentEvent> intentEvents() {
        return events.stream().filter(event -> event.getIntentId() != null).toList();
    }
}
