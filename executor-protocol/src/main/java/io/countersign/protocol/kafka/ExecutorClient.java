package io.countersign.protocol.kafka;

import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ActionListener;
import io.countersign.protocol.Cancellation;
import io.countersign.protocol.ExecutorSettings;
import io.countersign.protocol.KeySource;
import io.countersign.wire.WireFormat;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.DisconnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor: reads the approvals of its actions, runs each through the handler as the protocol says, and reports. It
 * begins when the broker, the registry and the keys are there, however long that takes, and outlives their absence.
 *
 * <p>Approvals of one action run beside each other, up to its subscription's limit, each on virtual threads of its own, in no
 * order; those of different actions do not wait for each other. A non-idempotent approval is called at most once, by
 * whichever process; an idempotent one at least once, always with the same key. A few platform threads read Kafka; they keep
 * the process alive until {@link #close}. Safe for use by many threads.
 */
public final class ExecutorClient implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExecutorClient.class);
    private static final Duration CUT_OFF = Duration.ofSeconds(5);
    private static final Duration BEGIN_ANEW = Duration.ofSeconds(1);
    private static final Duration ASK_AGAIN = Duration.ofMillis(20);

    private final ExecutorSettings settings;
    private final WireFormat wire;
    private final Writer writer;
    private final ApprovalKeys keys;
    private final RunningAttempts attempts = new RunningAttempts();
    private final ControlLog controls;
    private final OutcomeLog outcomes;
    private final DirectiveLog directives;
    private final ActionHandler handler;
    private final ActionListener listener;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread reading;
    private volatile @Nullable ApprovedLog approved;

    private ExecutorClient(ExecutorSettings settings, KeySource keys, ActionHandler handler, ActionListener listener) {
        this.settings = settings;
        this.wire = WireFormat.of(settings.registryUrl());
        this.writer = new Writer(settings, wire);
        this.keys = new ApprovalKeys(keys);
        this.controls = new ControlLog(settings, wire, this::isOpen);
        this.outcomes = new OutcomeLog(writer, settings.instance());
        this.handler = handler;
        this.listener = new CarefulListener(listener);
        this.directives = new DirectiveLog(settings, wire, attempts, probes(), this::isOpen);
        this.reading = Thread.ofPlatform().name("countersign-approved").unstarted(this::readApproved);
    }

    private Probes probes() {
        return new Probes(settings, handler, attempts, (probe, answer) -> {
            outcomes.probed(probe, answer);
            listener.probed(probe.action(), answer);
        });
    }

    /**
     * Starts an executor, which runs until it is closed; returns at once. Several in one process need different instance
     * names.
     *
     * @param keys verify approvals; trust them as you trust the policy
     * @param handler does what approvals say
     * @param listener hears what comes of it; {@link ActionListener#NONE} if nobody wants to
     */
    public static ExecutorClient start(
            ExecutorSettings settings, KeySource keys, ActionHandler handler, ActionListener listener) {
        var client = new ExecutorClient(settings, keys, handler, listener);
        client.reading.start();
        Thread.ofPlatform()
                .name("countersign-controls")
                .daemon()
                .start(() -> client.keepUp("controls", client.controls::read));
        Thread.ofPlatform()
                .name("countersign-directives")
                .daemon()
                .start(() -> client.keepUp("directives", client.directives::read));
        return client;
    }

    /** True while this process is a member of its group and has the keys: approvals that come are run. For health checks. */
    public boolean isReady() {
        var log = approved;
        return log != null && log.isAssigned() && keys.loaded();
    }

    /** True until {@link #close} is called. */
    boolean isTakingOn() {
        var log = approved;
        return isOpen() && (log == null || !log.isDraining());
    }

    /**
     * Takes on nothing new, lets running calls end within the drain time, cancels those that do not, and leaves the group.
     * What waits for leave or for its turn is left to other processes. What is still running then leaves a STARTED without
     * an end. Blocks for the drain time and some ten seconds at most.
     */
    @Override
    public void close() {
        var log = approved;
        if (log != null) {
            drain(log);
            log.end();
        }
        closed.countDown();
        join(reading);
        writer.close();
    }

    private void drain(ApprovedLog log) {
        try {
            var idle = log.drain();
            try {
                idle.get(settings.drain().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException overtime) {
                LOG.warn("Calls still run at the end of the drain time and are cut off.");
                attempts.cancelAll(Cancellation.SHUTDOWN);
                idle.get(CUT_OFF.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException stuck) {
            LOG.error("Calls ignore their cancellation: their STARTED stays without an end.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void readApproved() {
        try {
            var partitions = whenTheWorldIsThere();
            var tools = new Tools(
                    new ApprovalReader(wire, keys, partitions, settings.group()),
                    controls,
                    outcomes,
                    new LetterLog(writer),
                    attempts,
                    handler,
                    listener);
            var log = new ApprovedLog(
                    settings, (record, claim, settlement) -> new Delivery(record, claim, settlement, tools));
            approved = log;
            keepUp("approvals", log::read);
        } catch (AbandonedException beforeTheStart) {
            LOG.info("The executor was closed before it began.");
        }
    }

    /** Waits for topics, schemas, keys and directives; answers the number of partitions that all owners' topics have. */
    private int whenTheWorldIsThere() {
        var patience = new Patience(this::isOpen);
        keys.load(patience);
        var partitions = patience.until(writer::partitions);
        while (!directives.isCaughtUp()) {
            pause(ASK_AGAIN);
            if (!isOpen()) {
                throw new AbandonedException("closed before the directives were read");
            }
        }
        return partitions;
    }

    private void keepUp(String what, Runnable reader) {
        while (isOpen()) {
            try {
                reader.run();
            } catch (AbandonedException closing) {
                return;
            } catch (org.apache.kafka.common.errors.TimeoutException | DisconnectException away) {
                LOG.warn("Reading {} begins anew. cause={}", what, away.toString());
                pause(BEGIN_ANEW);
            } catch (RuntimeException failure) {
                LOG.error("Reading {} failed and begins anew.", what, failure);
                pause(BEGIN_ANEW);
            }
        }
    }

    private void pause(Duration time) {
        try {
            if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("closed meanwhile");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
