package io.countersign.policystream.lifecycle;

import io.countersign.policystream.policy.Action;
import io.countersign.policystream.policy.Effect;
import io.countersign.policystream.policy.RetrySchedule;
import java.time.Duration;
import java.util.List;

/** A catalogue of two: one that may be repeated, and one that must not happen twice. */
final class Actions {

    static final String READ = "orders.read";
    static final String REFUND = "orders.refund";

    static final Duration TIMEOUT = Duration.ofSeconds(10);
    static final Duration EXECUTE_WITHIN = Duration.ofMinutes(2);

    static final RetrySchedule THREE_TIMES = new RetrySchedule(3, Duration.ofSeconds(1), 4, Duration.ofMinutes(5));

    private Actions() {}

    static List<Action> all() {
        return List.of(idempotent(), notIdempotent());
    }

    static Action idempotent() {
        return action(READ, true, Effect.READ, THREE_TIMES);
    }

    static Action notIdempotent() {
        return action(REFUND, false, Effect.WRITE, THREE_TIMES);
    }

    /** The same, whose executor can tell what became of it, and is asked for so long. */
    static Action reconciled(Action action, Duration span) {
        return new Action(
                action.name(),
                action.title(),
                action.effect(),
                action.labels(),
                action.parametersSchema(),
                action.idempotent(),
                action.timeout(),
                action.executeWithin(),
                action.retry(),
                action.executor(),
                action.cache(),
                span);
    }

    private static Action action(String name, boolean idempotent, Effect effect, RetrySchedule retry) {
        return new Action(
                name,
                name,
                effect,
                List.of("test"),
                "{}",
                idempotent,
                TIMEOUT,
                EXECUTE_WITHIN,
                retry,
                "executors",
                null,
                null);
    }
}
