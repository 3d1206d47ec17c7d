package io.countersign.protocol.kafka;

import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Ending;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the handler on a virtual thread of its own, which a cancellation interrupts. */
final class Call {

    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private final ActionHandler handler;
    private final ApprovedAction action;
    private final Attempt attempt;
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final Thread thread;
    private final long began = System.nanoTime();

    private Call(ActionHandler handler, ApprovedAction action, Attempt attempt) {
        this.handler = handler;
        this.action = action;
        this.attempt = attempt;
        this.thread = Thread.ofVirtual()
                .name("countersign-call-" + action.action() + "-" + action.id())
                .unstarted(this::run);
    }

    static Call begin(ActionHandler handler, ApprovedAction action, Attempt attempt) {
        var call = new Call(handler, action, attempt);
        call.thread.start();
        attempt.onCancel(why -> call.thread.interrupt());
        return call;
    }

    /** The ending, if there is one within that time. */
    Optional<Ending> within(Duration time) throws InterruptedException {
        try {
            return Optional.of(ending.get(Math.max(1, time.toMillis()), TimeUnit.MILLISECONDS));
        } catch (TimeoutException notYet) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call always ends with an ending", e);
        }
    }

    /** How long it has been running, or ran. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Waits until the handler has returned, also one that ignored its cancellation. */
    void join() throws InterruptedException {
        thread.join();
    }

    @SuppressWarnings("CatchingUnchecked") // whatever a handler throws is an answer: it cannot tell
    private void run() {
        try {
            ending.complete(Ending.of(handler.run(action, attempt)));
        } catch (Throwable thrown) {
            LOG.debug("A handler threw. intent={} attempt={}", action.id(), action.attempt(), thrown);
            ending.complete(Ending.thrown(thrown, attempt.cancellation(), action.idempotent()));
        }
    }
}
