package io.countersign.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.countersign.contract.Topics;
import io.countersign.v1.Tick;
import io.countersign.wire.Reading;
import io.countersign.wire.WireFormat;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What every integration test of the repository relies on: parts that keep their data over any end. */
final class LocalStackIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final LocalStack STACK = LocalStack.shared();

    @Test
    void a_record_written_before_the_registry_was_killed_decodes_after_it() throws Exception {
        STACK.provision();
        byte[] written;
        try (var wire = WireFormat.of(STACK.registry().url())) {
            written = wire.encode(Topics.TICKS, new Tick(3));
        }

        STACK.registry().kill();
        STACK.registry().start();

        try (var wire = WireFormat.of(STACK.registry().url())) {
            assertThat(wire.decode(Topics.TICKS, written, Tick.class)).isEqualTo(new Reading.Decoded<>(new Tick(3)));
        }
    }

    @Test
    void acknowledged_records_are_there_after_the_broker_was_restarted_and_killed() throws Exception {
        createTopic("kept");
        send("kept", "before");

        STACK.broker().restart();
        send("kept", "between");
        STACK.broker().kill();
        STACK.broker().start();

        assertThat(read("kept", 2)).containsExactly("before", "between");
    }

    @Test
    void rows_are_there_after_the_database_was_restarted_and_killed() throws SQLException {
        run("CREATE TABLE kept (id int PRIMARY KEY)");
        run("INSERT INTO kept VALUES (1)");

        STACK.database().restart();
        run("INSERT INTO kept VALUES (2)");
        STACK.database().kill();
        STACK.database().start();

        assertThat(numbers("SELECT id FROM kept ORDER BY id")).containsExactly(1, 2);
    }

    @Test
    void the_broker_makes_no_topic_that_nobody_created() throws Exception {
        try (var admin = Admin.create(clients())) {
            var unknown = admin.describeTopics(List.of("never-created")).allTopicNames();

            assertThat(unknown)
                    .failsWithin(LIMIT)
                    .withThrowableThat()
                    .withCauseInstanceOf(UnknownTopicOrPartitionException.class);
            assertThat(admin.listTopics().names().get()).doesNotContain("never-created");
        }
    }

    @Test
    void a_frozen_broker_answers_again_when_it_goes_on() throws Exception {
        try (var admin = Admin.create(clients())) {
            STACK.broker().suspend();
            var nodes = admin.describeCluster().nodes().toCompletionStage().toCompletableFuture();
            try {
                assertThat(nodes)
                        .failsWithin(Duration.ofSeconds(1))
                        .withThrowableThat()
                        .isInstanceOf(TimeoutException.class);
            } finally {
                STACK.broker().resume();
            }

            assertThat(nodes)
                    .succeedsWithin(LIMIT)
                    .asInstanceOf(InstanceOfAssertFactories.COLLECTION)
                    .hasSize(1);
        }
    }

    @Test
    void two_stacks_live_side_by_side_and_several_may_provision_a_new_one_at_once() {
        try (var other = LocalStack.forTests()) {
            assertThat(other.broker().bootstrapServers())
                    .isNotEqualTo(STACK.broker().bootstrapServers());
            assertThat(other.broker().running()).isTrue();
            assertThat(STACK.broker().running()).isTrue();

            var provisioning = Stream.generate(() -> (Runnable) () -> other.provision("orders.refund"))
                    .limit(4)
                    .toList();
            assertThatCode(() -> Tasks.atOnce(provisioning)).doesNotThrowAnyException();
        }
    }

    private static Map<String, Object> clients() {
        return Map.of("bootstrap.servers", STACK.broker().bootstrapServers());
    }

    private static void createTopic(String name) throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(clients())) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private static void send(String topic, String value) throws Exception {
        try (var producer = new KafkaProducer<>(clients(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static List<String> read(String topic, int count) {
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(clients(), new StringDeserializer(), new StringDeserializer())) {
            var partition = List.of(new TopicPartition(topic, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            await().atMost(LIMIT).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(item -> values.add(item.value()));
                return values.size() >= count;
            });
        }
        return values;
    }

    private static void run(String command) throws SQLException {
        var database = STACK.database();
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    private static List<Integer> numbers(String query) throws SQLException {
        var database = STACK.database();
        var numbers = new ArrayList<Integer>();
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                numbers.add(rows.getInt(1));
            }
        }
        return numbers;
    }
}
