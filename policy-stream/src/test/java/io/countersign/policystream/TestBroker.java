package io.countersign.policystream;

import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.policystream.activation.AdoptedPolicy;
import io.countersign.policystream.activation.KafkaControlLog;
import io.countersign.provisioning.Provisioner;
import io.countersign.provisioning.ProvisioningSettings;
import io.countersign.stack.LocalStack;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The real broker and registry that the integration tests of this JVM share, with our topics and schemas on them. */
public final class TestBroker {

    public static final int PARTITIONS = 4;

    private final KafkaClients clients;
    private final WireFormat wire;
    private final Admin admin;
    private final Producer<byte[], byte[]> producer;
    private final Provisioner provisioner;
    private final LocalStack stack;

    private TestBroker(LocalStack stack) {
        this.stack = stack;
        clients = new KafkaClients(stack.broker().bootstrapServers());
        wire = WireFormat.of(stack.registry().url());
        admin = clients.admin();
        producer = clients.writer();
        provisioner = new Provisioner(ProvisioningSettings.of(stack.environment()));
        provisioner.provision();
    }

    public static TestBroker shared() {
        return Shared.BROKER;
    }

    public String bootstrapServers() {
        return stack.broker().bootstrapServers();
    }

    public LocalStack stack() {
        return stack;
    }

    public WireFormat wire() {
        return wire;
    }

    public Admin admin() {
        return admin;
    }

    public Provisioner provisioner() {
        return provisioner;
    }

    public Consumer<byte[], byte[]> reader() {
        return clients.reader();
    }

    public Producer<byte[], byte[]> writer() {
        return producer;
    }

    /** The log of controls, for partitions that have adopted none before. */
    public KafkaControlLog controlLog() {
        return new KafkaControlLog(clients::reader, wire, new AdoptedPolicy(clients::reader, "no-such-changelog"));
    }

    /** A producer whose transactions have begun to be possible. */
    public Producer<byte[], byte[]> transactional(String id) {
        var transactional = new KafkaProducer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", bootstrapServers(), "transactional.id", id, "acks", "all", "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        transactional.initTransactions();
        return transactional;
    }

    /** A record where its owner's records lie. */
    public ProducerRecord<byte[], byte[]> owned(Owner owner, String topic, String key, @Nullable SpecificRecord value) {
        return new ProducerRecord<>(
                topic,
                owner.partition(PARTITIONS),
                key.getBytes(StandardCharsets.UTF_8),
                value == null ? null : wire.encode(topic, value));
    }

    /** Writes an event of a partition's own, such as the adoption of a control. */
    public void tellPartition(int partition, SpecificRecord event) {
        write(new ProducerRecord<>(
                Topics.EVENTS,
                partition,
                Owner.brokerKey(partition).getBytes(StandardCharsets.UTF_8),
                wire.encode(Topics.EVENTS, event)));
    }

    public void write(ProducerRecord<byte[], byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Shared {
        static final TestBroker BROKER = new TestBroker(LocalStack.shared());
    }
}
