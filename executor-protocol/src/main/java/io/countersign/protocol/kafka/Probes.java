package io.countersign.protocol.kafka;

import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.Ending;
import io.countersign.protocol.ExecutorSettings;
import io.countersign.protocol.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up what became of attempts, a few at a time, each on virtual threads of its own, and answers. What is asked again
 * while it is being looked up is one question; what is too much is left to the broker's next question.
 */
final class Probes {

    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int AT_A_TIME = 16;
    private static final int WAITING = 1_000;

    /** Where answers go. */
    @FunctionalInterface
    interface Answers {
        void write(Probe probe, Ending answer);
    }

    private final ExecutorSettings settings;
    private final ActionHandler handler;
    private final RunningAttempts attempts;
    private final Answers answers;
    private final Duration limit;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final Semaphore places = new Semaphore(AT_A_TIME);

    Probes(ExecutorSettings settings, ActionHandler handler, RunningAttempts attempts, Answers answers) {
        this(settings, handler, attempts, answers, LIMIT);
    }

    /** Looks up for no longer than {@code limit}. */
    Probes(
            ExecutorSettings settings,
            ActionHandler handler,
            RunningAttempts attempts,
            Answers answers,
            Duration limit) {
        this.settings = settings;
        this.handler = handler;
        this.attempts = attempts;
        this.answers = answers;
        this.limit = limit;
    }

    /** Takes a question on, if it is for this executor; returns at once. */
    void take(Probe probe) {
        if (!isOurs(probe)) {
            return;
        }
        if (underWay.size() >= WAITING) {
            LOG.warn(
                    "Too many probes at a time: one is not answered. intent={}",
                    probe.action().id());
        } else if (underWay.add(probe.capability())) {
            Thread.ofVirtual().name("countersign-probe-" + probe.action().id()).start(() -> answer(probe));
        }
    }

    private boolean isOurs(Probe probe) {
        var asked = probe.group() == null || probe.group().equals(settings.group());
        return asked
                && settings.subscriptions().stream()
                        .anyMatch(each -> each.actions().matches(probe.action().action()));
    }

    private void answer(Probe probe) {
        try {
            places.acquire();
            try {
                lookUp(probe);
            } finally {
                places.release();
            }
        } catch (AbandonedException closed) {
            LOG.debug(
                    "A probe is not answered: the executor closed. intent={}",
                    probe.action().id());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.remove(probe.capability());
        }
    }

    /** Answers in time; then waits for a look-up that did not keep to it, so that they do not pile up. */
    private void lookUp(Probe probe) throws InterruptedException {
        if (attempts.isRunning(probe.key())) {
            answers.write(probe, unknown("STILL_RUNNING", "the call in question is still under way"));
            return;
        }
        var found = new CompletableFuture<Optional<Ending>>();
        var thread = Thread.ofVirtual()
                .name("countersign-look-up-" + probe.action().id())
                .start(() -> found.complete(found(probe)));
        try {
            found.get(limit.toMillis(), TimeUnit.MILLISECONDS).ifPresent(answer -> answers.write(probe, answer));
        } catch (TimeoutException tooLong) {
            thread.interrupt();
            answers.write(probe, unknown("TIMEOUT", "looking the effect up took more than " + limit));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a look-up always comes to something", e);
        }
        thread.join();
    }

    @SuppressWarnings("CatchingUnchecked") // whatever a look-up throws is an answer: it cannot tell
    private Optional<Ending> found(Probe probe) {
        try {
            return handler.probe(probe.action()).map(Ending::of);
        } catch (Throwable thrown) {
            LOG.debug("A look-up threw. intent={}", probe.action().id(), thrown);
            return Optional.of(unknown("EXCEPTION", String.valueOf(thrown)));
        }
    }

    private static Ending unknown(String code, String message) {
        return Ending.stillUnknown(new Failure(code, message));
    }
}
