package io.countersign.intake.kafka;

import io.countersign.contract.Topics;
import io.countersign.intake.IntakeConfig;
import io.countersign.intake.channel.Feeds;
import io.countersign.intake.channel.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/**
 * Whether the doors can do their work: the schemas of commands are known, and replies, events and output are read from a known
 * place on, because before that an answer could pass unseen. Each is looked at from the start on until it is so.
 */
@Readiness
@Singleton
final class Positioning implements HealthCheck {
    private static final Logger LOG = Logger.getLogger(Positioning.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final String SCHEMAS = "schemas";
    private static final String DONE = "ready";
    private static final String WAITING = "waiting";

    /** Takes the offset from which a partition is read. */
    private interface ReadFrom {
        void begin(int partition, long offset);
    }

    private final KafkaClientService clients;
    private final CommandLog commands;
    private final Feeds feeds;
    private final int partitions;
    private final Map<String, String> progress = new ConcurrentHashMap<>(
            Map.of(SCHEMAS, WAITING, Channels.REPLIES, WAITING, Channels.EVENTS, WAITING, Channels.OUTPUT, WAITING));
    private volatile boolean stopped;

    Positioning(KafkaClientService clients, CommandLog commands, Feeds feeds, IntakeConfig config) {
        this.clients = clients;
        this.commands = commands;
        this.feeds = feeds;
        this.partitions = config.partitions();
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("commands can be written, replies, events and output are read");
        progress.forEach(response::withData);
        return response.status(progress.values().stream().allMatch(DONE::equals))
                .build();
    }

    void start(@Observes StartupEvent started) {
        watch(SCHEMAS, this::schemas);
        watch(Channels.REPLIES, () -> position(Channels.REPLIES, Topics.REPLIES, (partition, offset) -> {}));
        watch(
                Channels.EVENTS,
                () -> position(
                        Channels.EVENTS,
                        Topics.EVENTS,
                        (partition, offset) -> feeds.begin(Log.EVENTS, partition, offset)));
        watch(
                Channels.OUTPUT,
                () -> position(
                        Channels.OUTPUT,
                        Topics.OUTPUT,
                        (partition, offset) -> feeds.begin(Log.OUTPUT, partition, offset)));
    }

    void stop(@Observes ShutdownEvent stopping) {
        stopped = true;
    }

    private void watch(String what, Supplier<String> look) {
        Thread.ofVirtual().name("positioning-" + what).start(() -> {
            while (!stopped && !DONE.equals(progress.get(what))) {
                progress.put(what, outcome(look));
                report(what);
            }
        });
    }

    private void report(String what) {
        if (!DONE.equals(progress.get(what))) {
            LOG.warnf("not ready what=%s why=%s", what, progress.get(what));
            pause();
        }
    }

    private static String outcome(Supplier<String> look) {
        try {
            return look.get();
        } catch (RuntimeException away) {
            return away.toString();
        }
    }

    private void pause() {
        try {
            Thread.sleep(PATIENCE);
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    private String schemas() {
        commands.lookUpSchemas();
        return DONE;
    }

    private String position(String channel, String topic, ReadFrom from) {
        return clients.<String, byte[]>getConsumer(channel)
                .runOnPollingThread((Consumer<String, byte[]> consumer) -> {
                    return position(consumer, topic, from);
                })
                .await()
                .atMost(PATIENCE.multipliedBy(2L + partitions));
    }

    private String position(Consumer<String, byte[]> consumer, String topic, ReadFrom from) {
        var found = consumer.partitionsFor(topic, PATIENCE).size();
        if (found != partitions) {
            return topic + " has " + found + " partitions, COUNTERSIGN_PARTITIONS says " + partitions;
        }
        if (consumer.assignment().size() != partitions) {
            return "not assigned yet";
        }
        consumer.assignment()
                .forEach(partition -> from.begin(partition.partition(), consumer.position(partition, PATIENCE)));
        return DONE;
    }
}
