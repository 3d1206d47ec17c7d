package io.countersign.policystream.policy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the catalogue: something that may be asked for at all.
 *
 * @param parametersSchema the JSON Schema of its arguments, as JSON text
 * @param timeout how long one call may take
 * @param executeWithin how long after approval it may still begin
 * @param executor the one consumer group that may start it
 * @param cache that its answers may be given again; none if they may not
 * @param reconcile how long its executor is asked what became of an attempt, before a person is; none if it cannot tell
 */
public record Action(
        String name,
        String title,
        Effect effect,
        List<String> labels,
        String parametersSchema,
        boolean idempotent,
        Duration timeout,
        Duration executeWithin,
        RetrySchedule retry,
        String executor,
        @Nullable Caching cache,
        @Nullable Duration reconcile) {

    public Action {
        labels = List.copyOf(labels);
    }
}
