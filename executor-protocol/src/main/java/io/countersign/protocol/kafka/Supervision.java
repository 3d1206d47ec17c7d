package io.countersign.protocol.kafka;

import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Cancellation;
import io.countersign.protocol.Ending;
import java.time.Duration;

/** Waits for a call, has its lease renewed meanwhile, and cuts it off when its time is over. */
final class Supervision {

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private final ApprovedAction action;
    private final Attempt attempt;
    private final Call call;

    Supervision(ApprovedAction action, Attempt attempt, Call call) {
        this.action = action;
        this.attempt = attempt;
        this.call = call;
    }

    /** How the call ended; {@code renewal} is run every while until then. */
    Ending ending(Runnable renewal) throws InterruptedException {
        var silence = min(action.timeout().dividedBy(2), LONGEST_SILENCE);
        while (true) {
            var left = action.timeout().minus(call.age());
            var ending = call.within(min(silence, left));
            if (ending.isPresent()) {
                return ending.get();
            }
            if (call.age().compareTo(action.timeout()) >= 0) {
                attempt.cancel(Cancellation.TIMEOUT);
                return call.within(GRACE).orElseGet(this::silent);
            }
            renewal.run();
        }
    }

    private Ending silent() {
        return Ending.silent(attempt.cancellation().orElse(Cancellation.TIMEOUT), action.idempotent());
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
