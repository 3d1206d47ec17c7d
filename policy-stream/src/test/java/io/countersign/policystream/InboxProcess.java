package io.countersign.policystream;

import io.countersign.policystream.inbox.Issuer;
import io.countersign.policystream.inbox.IssuerKeys;
import io.countersign.policystream.inbox.KeySource;
import io.countersign.policystream.inbox.Senders;
import io.countersign.policystream.replytopic.ReplyTopicRule;
import io.countersign.policystream.replytopic.ReplyTopics;
import io.countersign.wire.WireFormat;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/** One instance of the inbox's streams with the service's own settings, on the real broker; it has read no schema yet. */
final class InboxProcess implements AutoCloseable {

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final WireFormat wire;
    private final IssuerKeys keys;
    private final KafkaStreams streams;

    /** Begins with what there is, unless the application has begun before. */
    InboxProcess(TestBroker broker, String application, Path issuersKeys, Path state) {
        wire = WireFormat.of(broker.stack().registry().url());
        keys = new IssuerKeys(
                KeySource.at(issuersKeys.toString()),
                InstantSource.system(),
                new IssuerKeys.Pace(Duration.ofHours(1), Duration.ofMillis(100), Duration.ofMillis(500)));
        keys.start();
        var settings = StreamsSettings.beside(
                TestSettings.config(Map.of(
                        "kafka", broker.bootstrapServers(), "state", state.toString(), "advertised", "127.0.0.1:1")),
                application);
        // Who waits for more is long in closing.
        settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG), 50);
        var senders = new Senders(Issuer.tokens(), keys);
        var nowhere = new ReplyTopicRule(ReplyTopics.none(), topic -> false);
        streams = new KafkaStreams(
                Wiring.inboxTopology(senders, wire, nowhere, meters).get(), settings);
        streams.setUncaughtExceptionHandler(new StreamFailures(meters, Duration.ofMillis(100)));
        streams.start();
    }

    /** How often a stream thread has ended for want of this. */
    double failures(Class<? extends Throwable> cause) {
        return meters.counter("countersign.stream.failures", "cause", cause.getSimpleName())
                .count();
    }

    /** How many records were looked at so far, those of transactions that came to nothing too. */
    double admitted() {
        return meters.counter("countersign.inbox.records", "code", "NONE").count();
    }

    @Override
    public void close() {
        streams.close(CloseOptions.timeout(Duration.ofSeconds(10))
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        keys.close();
        wire.close();
    }
}
