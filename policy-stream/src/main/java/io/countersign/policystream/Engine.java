package io.countersign.policystream;

import io.countersign.policystream.activation.KafkaControlLog;
import io.countersign.policystream.view.LogTail;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and ends what runs: first the logs are read that say what is in force, then, once there is a policy, the streams.
 * A task takes no input before that; it waits and never refuses.
 */
@Singleton
final class Engine {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOCK_LOOK = Duration.ofMillis(250);
    private static final Duration EXAMINE_EVERY = Duration.ofSeconds(1);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(8);

    private final PolicyStreamConfig config;
    private final Admin admin;
    private final KafkaControlLog controls;
    private final LogTail tail;
    private final Topology topology;
    private final MeterRegistry meters;
    private final RunningStreams running;
    private final InboxStreams inbox;
    private final CopyStreams copies;
    private final StreamFailures failures;
    private final Vitals vitals;
    private final Thread starting = new Thread(this::start, "engine-start");
    private final Thread clock =
            Thread.ofPlatform().daemon().name("clock-watch").unstarted(this::watchClock);
    private @Nullable KafkaStreamsMetrics streamsMetrics;

    Engine(
            PolicyStreamConfig config,
            Admin admin,
            KafkaControlLog controls,
            LogTail tail,
            Topology topology,
            MeterRegistry meters,
            RunningStreams running,
            InboxStreams inbox,
            CopyStreams copies,
            StreamFailures failures,
            Vitals vitals) {
        this.config = config;
        this.admin = admin;
        this.controls = controls;
        this.tail = tail;
        this.topology = topology;
        this.meters = meters;
        this.running = running;
        this.inbox = inbox;
        this.copies = copies;
        this.failures = failures;
        this.vitals = vitals;
    }

    void begin(@Observes StartupEvent started) {
        clock.start();
        starting.start();
    }

    private void start() {
        try {
            if (!topicsAreFit()) {
                return;
            }
            controls.start();
            tail.start();
            inbox.start();
            copies.start();
            controls.read().join();
            if (!controls.governed().isDone()) {
                LOG.info("waiting for a first policy: PUT /v1/policy");
            }
            controls.governed().join();
            startStreams();
        } catch (InterruptedException | CancellationException ending) {
            LOG.debug("the service ends before it was fully started", ending);
        }
    }

    private boolean topicsAreFit() throws InterruptedException {
        while (true) {
            try {
                var fault = OwnedTopics.fault(admin, config.partitions());
                fault.ifPresent(why -> ProcessEnd.with(ProcessEnd.UNUSABLE, why));
                return fault.isEmpty();
            } catch (KafkaException e) {
                LOG.warn("waiting for the broker and its topics: {}", e.toString());
                Thread.sleep(PAUSE);
            }
        }
    }

    private synchronized void startStreams() {
        var streams = new KafkaStreams(topology, StreamsSettings.of(config));
        streams.setUncaughtExceptionHandler(failures);
        streams.setGlobalStateRestoreListener(vitals);
        streams.setStateListener((now, before) -> LOG.info("streams state={} before={}", now, before));
        streamsMetrics = new KafkaStreamsMetrics(streams);
        streamsMetrics.bindTo(meters);
        running.set(streams);
        streams.start();
    }

    private void watchClock() {
        var watch = new ClockWatch(System::currentTimeMillis, System::nanoTime, config.clockStep());
        try {
            long examined = System.nanoTime();
            while (!watch.hasStepped()) {
                Thread.sleep(CLOCK_LOOK);
                if (System.nanoTime() - examined >= EXAMINE_EVERY.toNanos()) {
                    examined = System.nanoTime();
                    examine();
                }
            }
            ProcessEnd.with(ProcessEnd.CLOCK_STEPPED, "the wall clock stepped by " + watch.step());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever asks for the health asks now and then: what lasted in between is seen here. */
    private void examine() {
        try {
            vitals.examine();
        } catch (IllegalStateException e) {
            LOG.debug("the streams change their state", e);
        }
    }

    void end(@Observes ShutdownEvent ending) throws InterruptedException {
        clock.interrupt();
        starting.interrupt();
        controls.governed().cancel(false);
        controls.read().cancel(false);
        starting.join(CLOSE_WITHIN);
        closeStreams();
        inbox.close(leaving());
        copies.close(leaving());
        tail.close();
        controls.close();
    }

    /** Out of the group at once: whoever takes over need not wait until this instance is taken for dead. */
    private static CloseOptions leaving() {
        return CloseOptions.timeout(CLOSE_WITHIN).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);
    }

    private synchronized void closeStreams() {
        Optional<KafkaStreams> streams = running.get();
        streams.ifPresent(open -> {
            if (!open.close(leaving())) {
                LOG.warn("the streams did not end in time; what was open is rolled back");
            }
        });
        if (streamsMetrics != null) {
            streamsMetrics.close();
        }
    }
}
