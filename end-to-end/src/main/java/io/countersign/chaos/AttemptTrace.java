package io.countersign.chaos;

import io.countersign.chaos.TopicReader.Stamped;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the topics tell of one attempt that began, in broker time.
 *
 * @param leaseUntil the end of its lease, worked out anew from what its executors reported; null if none of it counts
 * @param reported whether an executor told its end
 * @param leftAt when the audit log says that it did not run any more; null if it never does
 * @param leftTo the state that it left for
 */
public record AttemptTrace(
        String intent,
        int number,
        boolean idempotent,
        @Nullable Instant leaseUntil,
        boolean reported,
        @Nullable Instant leftAt,
        @Nullable String leftTo) {

    private static final String RUNNING = "RUNNING";
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Set<OutcomeStatus> ENDINGS = EnumSet.of(
            OutcomeStatus.NOT_STARTED,
            OutcomeStatus.SUCCEEDED,
            OutcomeStatus.FAILED,
            OutcomeStatus.FAILED_RETRYABLE,
            OutcomeStatus.UNKNOWN);

    /** Every attempt that the audit log says began. */
    static List<AttemptTrace> of(Evidence evidence) {
        var approvals = new HashMap<String, ApprovedIntent>();
        evidence.approvals().forEach(approval -> approvals.put(key(approval.getId(), approval.getAttempt()), approval));
        var outcomes = new HashMap<String, List<Stamped<Outcome>>>();
        evidence.outcomes()
                .forEach(outcome -> outcomes.computeIfAbsent(
                                key(outcome.value().getId(), outcome.value().getAttempt()), any -> new ArrayList<>())
                        .add(outcome));
        var begun = new HashMap<String, IntentEvent>();
        var left = new HashMap<String, Stamped<IntentEvent>>();
        var running = new HashMap<String, String>();
        for (var event : evidence.intentEvents()) {
            var value = event.value();
            boolean was = RUNNING.equals(value.getFrom());
            boolean is = RUNNING.equals(value.getTo());
            if (is && !was) {
                var attempt = key(value.getIntentId(), value.getAttempt());
                begun.put(attempt, value);
                running.put(value.getIntentId(), attempt);
            } else if (was && !is) {
                left.put(running.getOrDefault(value.getIntentId(), ""), event);
            }
        }
        return begun.entrySet().stream()
                .map(entry -> trace(
                        entry.getValue(),
                        approvals.get(entry.getKey()),
                        outcomes.getOrDefault(entry.getKey(), List.of()),
                        left.get(entry.getKey())))
                .toList();
    }

    /** How long after the end of its lease it was said not to run any more; negative if before. */
    @Nullable
    Duration overtime() {
        return leaseUntil == null || leftAt == null ? null : Duration.between(leaseUntil, leftAt);
    }

    private static AttemptTrace trace(
            IntentEvent begun,
            @Nullable ApprovedIntent approval,
            List<Stamped<Outcome>> outcomes,
            @Nullable Stamped<IntentEvent> left) {
        return new AttemptTrace(
                begun.getIntentId(),
                begun.getAttempt(),
                approval != null && approval.getIdempotent(),
                approval == null ? null : leaseUntil(approval, outcomes),
                outcomes.stream()
                        .anyMatch(outcome -> ENDINGS.contains(outcome.value().getStatus())
                                && (left == null || !outcome.at().isAfter(left.at()))),
                left == null ? null : left.at(),
                left == null ? null : left.value().getTo());
    }

    /** A STARTED before startBy begins it; while it lives, RUNNING renews it, and of an idempotent one a further STARTED. */
    private static @Nullable Instant leaseUntil(ApprovedIntent approval, List<Stamped<Outcome>> outcomes) {
        var span = Duration.ofMillis(approval.getTimeoutMillis()).plus(MARGIN);
        @Nullable Instant until = null;
        for (var outcome : outcomes) {
            boolean ours = outcome.value().getLease().equals(approval.getLease());
            boolean inTime = outcome.at().isBefore(approval.getStartBy());
            boolean renews = switch (outcome.value().getStatus()) {
                case STARTED -> inTime && (until == null || approval.getIdempotent());
                case RUNNING -> until != null;
                default -> false;
            };
            if (ours && renews && (until == null || outcome.at().isBefore(until))) {
                until = outcome.at().plus(span);
            }
        }
        return until;
    }

    /** Names an attempt of an intent. */
    static String key(String intent, @Nullable Integer attempt) {
        return intent + "/" + attempt;
    }

    /** The traces by the names of their attempts. */
    static Map<String, AttemptTrace> byKey(List<AttemptTrace> traces) {
        var byKey = new HashMap<String, AttemptTrace>();
        traces.forEach(trace -> byKey.put(key(trace.intent(), trace.number()), trace));
        return byKey;
    }
}
