package io.countersign.chaos;

import io.countersign.contract.IdempotencyKey;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.BudgetEntry;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.Intent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.SideEffect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says from the topics, and from the backend's own book, whether the guarantees held. It shares no rule with what it
 * judges.
 */
public final class Oracle {

    private static final Set<String> ENDS = Set.of("SUCCEEDED", "REJECTED", "EXPIRED", "CANCELLED", "DISCARDED");
    private static final Set<String> WAITS_FOR_A_PERSON = Set.of("UNKNOWN", "DEAD");

    private final Evidence evidence;
    private final List<IntentEvent> events;
    private final List<AttemptTrace> attempts;
    private final Map<String, String> states = new HashMap<>();
    private final Map<String, List<ApprovedIntent>> approvals = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    public Oracle(Evidence evidence) {
        this.evidence = evidence;
        events =
                evidence.intentEvents().stream().map(TopicReader.Stamped::value).toList();
        attempts = AttemptTrace.of(evidence);
        events.forEach(event -> states.put(event.getIntentId(), event.getTo()));
        evidence.approvals()
                .forEach(approval -> approvals
                        .computeIfAbsent(approval.getId(), id -> new ArrayList<>())
                        .add(approval));
    }

    /** What did not hold, in words. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** The state that each intent's events lead to, by id. */
    public Map<String, String> states() {
        return Map.copyOf(states);
    }

    /** The attempts that began. */
    public List<AttemptTrace> attempts() {
        return attempts;
    }

    public Oracle everyAcceptedIntentIsInTheLog(Collection<String> accepted) {
        var submitted = new HashSet<String>();
        evidence.intents().forEach(intent -> submitted.add(intent.getId()));
        accepted.forEach(id -> require(submitted.contains(id), "%s was accepted and is not in the log", id));
        return this;
    }

    /** One end, or a state that waits for a person with a live timer. */
    public Oracle everyIntentHasExactlyOneEnd(Collection<String> accepted) {
        var ends = new HashMap<String, Integer>();
        for (var event : events) {
            boolean enters = !event.getTo().equals(event.getFrom());
            if (enters && ENDS.contains(event.getTo())) {
                ends.merge(event.getIntentId(), 1, Integer::sum);
            }
        }
        for (var id : accepted) {
            var state = states.get(id);
            int expected = state != null && WAITS_FOR_A_PERSON.contains(state) ? 0 : 1;
            int found = ends.getOrDefault(id, 0);
            require(found == expected, "%s is %s and has ended %d times", id, state, found);
        }
        return this;
    }

    /** Whoever takes a partition over goes on at the time at which it was left. */
    public Oracle timeNeverGoesBack() {
        var now = new HashMap<Integer, Instant>();
        for (var event : evidence.events()) {
            var at = event.value().getAt();
            var before = now.put(event.partition(), at);
            require(
                    before == null || !at.isBefore(before),
                    "time goes back from %s to %s in partition %d",
                    before,
                    at,
                    event.partition());
        }
        return this;
    }

    public Oracle nothingIsHandedOverTwice() {
        approvals.forEach((id, handed) -> {
            var numbers = handed.stream().map(ApprovedIntent::getAttempt).toList();
            require(
                    new HashSet<>(numbers).size() == numbers.size(),
                    "the hand-offs of %s are numbered %s",
                    id,
                    numbers);
        });
        return this;
    }

    /** Each hand-off follows an event that approved this attempt of this digest. */
    public Oracle everyHandOverWasApproved() {
        var approved = new HashSet<String>();
        for (var event : events) {
            if (event.getTo().equals("APPROVED") && !"APPROVED".equals(event.getFrom())) {
                approved.add(event.getIntentId() + "/" + event.getAttempt() + "/" + event.getDigest());
            }
        }
        for (var handed : evidence.approvals()) {
            var name = handed.getId() + "/" + handed.getAttempt() + "/" + handed.getDigest();
            require(approved.contains(name), "the hand-off %s was not approved", name);
        }
        return this;
    }

    public Oracle noBudgetIsExceededAtAnyPrefix() {
        var limits = new HashMap<String, Long>();
        for (var event : events) {
            for (var entry : event.getBudget()) {
                var key = event.getOwner() + " " + entry.getName() + " " + entry.getWindow();
                if (entry.getAfter() > entry.getBefore()) {
                    limits.put(key, entry.getLimit());
                }
                long taken = entry.getSettled() - entry.getOverrun() + entry.getHeld();
                long limit = limits.getOrDefault(key, 0L);
                require(
                        taken >= 0 && taken <= limit,
                        "%s stands at %d of %d after event %d",
                        key,
                        taken,
                        limit,
                        event.getSequence());
            }
        }
        require(!limits.isEmpty(), "no budget was used at all");
        return this;
    }

    /** What one owner's windows hold in the end: nothing, once everything has ended. */
    public Oracle nothingStaysHeldWithoutAReason() {
        var last = new HashMap<String, BudgetEntry>();
        var waiting = new HashSet<String>();
        for (var event : events) {
            event.getBudget()
                    .forEach(entry ->
                            last.put(event.getOwner() + " " + entry.getName() + " " + entry.getWindow(), entry));
            if (!ENDS.contains(states.getOrDefault(event.getIntentId(), ""))) {
                waiting.add(event.getOwner());
            }
        }
        last.forEach((key, entry) -> {
            var owner = key.substring(0, key.indexOf(' '));
            require(
                    entry.getHeld() == 0 || waiting.contains(owner),
                    "%s holds %d for intents that have all ended",
                    key,
                    entry.getHeld());
        });
        return this;
    }

    /** As the command {@code verify} finds it. */
    public Oracle everyChainIsUnbroken() {
        var verdict = evidence.verdict();
        require(verdict.events() >= evidence.events().size(), "%d events are verified only", verdict.events());
        verdict.breaks().forEach(found -> violations.add(found.toString()));
        return this;
    }

    /** An action that is not idempotent has its effect at most once. */
    public Oracle effectsHappenAtMostOnce(String action, List<String> effects) {
        var counts = new HashMap<String, Integer>();
        effects.forEach(key -> counts.merge(key, 1, Integer::sum));
        for (var intent : evidence.intents()) {
            int count = counts.getOrDefault(keyOf(intent), 0);
            require(
                    count <= 1 || !intent.getAction().equals(action),
                    "%s had its effect %d times",
                    intent.getId(),
                    count);
        }
        return this;
    }

    /**
     * Every effect is that of an intent that was handed over, and none is denied afterwards: the intent has succeeded, or
     * nobody claims to know, or a person is told that there may be one.
     */
    public Oracle noEffectIsDenied(List<String> effects) {
        var byKey = new HashMap<String, Intent>();
        evidence.intents().forEach(intent -> byKey.put(keyOf(intent), intent));
        var letters = new HashMap<String, DeadLetter>();
        evidence.letters().forEach(letter -> letters.put(String.valueOf(letter.getIntentId()), letter));
        for (var key : new HashSet<>(effects)) {
            var intent = byKey.get(key);
            if (intent == null || !approvals.containsKey(intent.getId())) {
                violations.add("an effect under %s, which was never approved".formatted(key));
                continue;
            }
            var state = states.get(intent.getId());
            var letter = letters.get(intent.getId());
            boolean told = letter != null && letter.getSideEffect() != SideEffect.NONE;
            require(
                    "SUCCEEDED".equals(state) || "UNKNOWN".equals(state) || ("DEAD".equals(state) && told),
                    "%s (%s) had its effect, is %s, and its letter says %s",
                    intent.getId(),
                    intent.getAction(),
                    state,
                    letter == null ? "nothing" : letter.getSideEffect());
        }
        return this;
    }

    /** Whoever repeats a call repeats its key. */
    public Oracle everyWorkComesUnderOneKey(CallLog calls) {
        calls.workUnderTwoKeys()
                .forEach((work, key) -> violations.add("%s came under a second key, %s".formatted(work, key)));
        return this;
    }

    /** The audit log says soon after a lease's end that its attempt does not run any more. */
    public Oracle everyLeaseIsFollowedWithin(Duration limit) {
        for (var attempt : attempts) {
            var overtime = attempt.overtime();
            if (overtime == null) {
                violations.add("attempt %d of %s began, and lease %s, left %s"
                        .formatted(attempt.number(), attempt.intent(), attempt.leaseUntil(), attempt.leftAt()));
            } else {
                require(
                        overtime.compareTo(limit) <= 0,
                        "attempt %d of %s was %s only %s after its lease's end",
                        attempt.number(),
                        attempt.intent(),
                        attempt.leftTo(),
                        overtime);
            }
        }
        return this;
    }

    /** What began, and whose end nobody told, is followed by nothing if it must not be done twice, and by nothing too soon. */
    public Oracle noAttemptFollowsALivingLease() {
        var begun = AttemptTrace.byKey(attempts);
        for (var event : evidence.intentEvents()) {
            var value = event.value();
            boolean handsOver = "APPROVED".equals(value.getTo()) && !"APPROVED".equals(value.getFrom());
            var number = value.getAttempt();
            var before =
                    handsOver && number != null ? begun.get(AttemptTrace.key(value.getIntentId(), number - 1)) : null;
            if (before != null && !before.reported()) {
                require(before.idempotent(), "%s must not be done twice and was handed over again", before.intent());
                require(
                        before.leaseUntil() != null && !event.at().isBefore(before.leaseUntil()),
                        "attempt %d of %s was handed over while the last one's lease lived",
                        number,
                        before.intent());
            }
        }
        return this;
    }

    private static String keyOf(Intent intent) {
        return IdempotencyKey.of(intent.getTenant(), intent.getUser(), intent.getId());
    }

    private void require(boolean holds, String otherwise, @Nullable Object... words) {
        if (!holds) {
            violations.add(otherwise.formatted(words));
        }
    }
}
