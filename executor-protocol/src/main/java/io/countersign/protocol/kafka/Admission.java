package io.countersign.protocol.kafka;

import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Permit;
import io.countersign.protocol.kafka.Patience.AwayException;
import java.util.Objects;
import java.util.Optional;

/** One attempt's wait for its handler's leave, in the thread that made this; ends early when it has no purpose any more. */
final class Admission {

    private final ActionHandler handler;
    private final ApprovedAction action;
    private final Attempt attempt;
    private final Claim claim;
    private final Thread waiter = Thread.currentThread();
    private boolean over;

    Admission(ActionHandler handler, ApprovedAction action, Attempt attempt, Claim claim) {
        this.handler = handler;
        this.action = action;
        this.attempt = attempt;
        this.claim = claim;
    }

    /** The handler's leave; nothing if the attempt was called off while it waited. */
    Optional<Permit> await() {
        Runnable stop = this::stop;
        attempt.onCancel(why -> stop());
        claim.watch(stop);
        try {
            return Optional.of(new Patience(this::isWorthWaiting).until(this::ask));
        } catch (AbandonedException stopped) {
            if (claim.isOurs()) {
                return Optional.empty();
            }
            throw stopped;
        } finally {
            claim.watchNoMore(stop);
            end();
        }
    }

    /** Any thread may find that there is nothing to wait for. */
    private synchronized void stop() {
        if (!over) {
            waiter.interrupt();
        }
    }

    /** An interruption that came as the wait ended is not for what follows. */
    private synchronized void end() {
        over = true;
        var unused = Thread.interrupted();
    }

    private boolean isWorthWaiting() {
        return claim.isOurs() && attempt.cancellation().isEmpty();
    }

    private Permit ask() throws AwayException {
        if (!isWorthWaiting()) {
            throw new AbandonedException("no use in asking for leave");
        }
        try {
            return Objects.requireNonNull(handler.admit(action), "a handler's leave");
        } catch (InterruptedException | RuntimeException e) {
            if (!isWorthWaiting()) {
                throw new AbandonedException("stopped waiting for leave");
            }
            throw new AwayException("the handler does not say whether " + action.action() + " may begin", e);
        }
    }
}
