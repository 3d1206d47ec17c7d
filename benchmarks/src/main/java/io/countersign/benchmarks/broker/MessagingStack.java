package io.countersign.benchmarks.broker;

import io.countersign.stack.DataDirectory;
import io.countersign.stack.LocalStack;
import io.countersign.stack.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The local stack's broker and schema registry, provisioned, on free ports and a folder of their own. */
final class MessagingStack implements AutoCloseable {

    /** As the embedded stack has them. */
    static final int PARTITIONS = 4;

    private final DataDirectory data;
    private final LocalStack stack;
    private final Admin admin;

    private MessagingStack(DataDirectory data, LocalStack stack) {
        this.data = data;
        this.stack = stack;
        stack.broker().start();
        stack.registry().start();
        stack.provision(SyntheticPolicy.ACTIONS.toArray(String[]::new));
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka()));
    }

    static MessagingStack start() throws IOException {
        var data = new DataDirectory(Files.createTempDirectory("countersign-bench"));
        var stack = LocalStack.open(data, Ports.free(), false);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stack, data), "end"));
        return new MessagingStack(data, stack);
    }

    private static void end(LocalStack stack, DataDirectory data) {
        stack.close();
        data.delete();
    }

    String kafka() {
        return stack.broker().bootstrapServers();
    }

    String registry() {
        return stack.registry().url();
    }

    Path log() {
        return data.log("benchmark");
    }

    Admin admin() {
        return admin;
    }

    /** A folder for an application's stores. */
    Path state() {
        return data.state(UUID.randomUUID().toString());
    }

    void create(String topic) throws Exception {
        var settings = Map.of("message.timestamp.type", "LogAppendTime");
        admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1).configs(settings)))
                .all()
                .get();
    }

    /** The changelogs of an application that has ended. */
    void dropTopicsOf(String application) {
        try {
            var changelogs = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.startsWith(application + "-"))
                    .toList();
            admin.deleteTopics(changelogs).all().get();
        } catch (Exception e) {
            throw new IllegalStateException("cannot delete the topics of " + application, e);
        }
    }

    static List<TopicPartition> partitionsOf(String topic) {
        return IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /** Behind the last record of each partition that is committed. */
    Map<TopicPartition, Long> ends(String topic) throws Exception {
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        partitionsOf(topic).forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        var options = new org.apache.kafka.clients.admin.ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        var ends = new HashMap<TopicPartition, Long>();
        admin.listOffsets(asked, options).all().get().forEach((partition, info) -> ends.put(partition, info.offset()));
        return ends;
    }

    /** As intake-service's: every intent is acknowledged by the broker, none twice. */
    Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Reads what is committed, behind the present ends of these topics. */
    Consumer<byte[], byte[]> readerOf(List<String> topics) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions =
                topics.stream().flatMap(topic -> partitionsOf(topic).stream()).toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return consumer;
    }

    @Override
    public void close() {
        admin.close();
        end(stack, data);
    }
}
