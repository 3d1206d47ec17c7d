package io.countersign.chaos;

import io.countersign.chaos.Behaviour.Answer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A backend that answers well, then fails for a while, first with errors and then without a word, and then is back. */
final class Outage implements Conduct {

    private enum Phase {
        WELL,
        ERRORS,
        SILENCE,
        BACK
    }

    private final Behaviour well;
    private final AtomicLong firstCallBack = new AtomicLong();
    private volatile Phase phase = Phase.WELL;
    private volatile long fails;
    private volatile long back;

    Outage(Duration takes) {
        well = Behaviour.well(takes);
    }

    /** Fails for so long, and returns when it is back. */
    void strike(Duration lasts) throws InterruptedException {
        fails = System.nanoTime();
        phase = Phase.ERRORS;
        Thread.sleep(lasts.dividedBy(2));
        phase = Phase.SILENCE;
        Thread.sleep(lasts.dividedBy(2));
        back = System.nanoTime();
        phase = Phase.BACK;
    }

    @Override
    public Behaviour of(String key, int call) {
        return switch (phase) {
            case WELL -> well;
            case ERRORS -> Behaviour.refusal(call % 2 == 0 ? Answer.BROKEN : Answer.UNAVAILABLE);
            case SILENCE -> Behaviour.refusal(Answer.NONE);
            case BACK -> {
                firstCallBack.compareAndSet(0, System.nanoTime());
                yield well;
            }
        };
    }

    /** When it began to fail, as {@link System#nanoTime} counts. */
    long failsAt() {
        return fails;
    }

    /** When it was back. */
    long backAt() {
        return back;
    }

    /** How long it was back before somebody called; negative if nobody did. */
    Duration untilCalled() {
        long first = firstCallBack.get();
        return first == 0 ? Duration.ofNanos(-1) : Duration.ofNanos(first - back);
    }
}
