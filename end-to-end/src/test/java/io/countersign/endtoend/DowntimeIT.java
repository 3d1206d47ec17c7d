package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.countersign.chaos.Agents;
import io.countersign.chaos.Conduct;
import io.countersign.chaos.Product;
import io.countersign.chaos.TopicReader;
import io.countersign.contract.Headers;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.stack.process.Await;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.Review;
import io.countersign.v1.ReviewDecision;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** While policy-stream is down, outcomes and reviews arrive in time: none of them is expired by its timer. */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Products.OWN)
final class DowntimeIT {

    private static final int INTENTS = 20;
    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void timers_of_five_seconds_expire_nothing_that_arrived_in_time_during_twelve_seconds_of_downtime()
            throws Exception {
        whileDownFor(Duration.ofSeconds(12));
    }

    @Test
    @Tag("heavy")
    void nor_during_three_minutes() throws Exception {
        whileDownFor(Duration.ofMinutes(3));
    }

    private static void whileDownFor(Duration downtime) throws Exception {
        try (var product = Products.start();
                var agents = new Agents(product);
                var log = product.topics()) {
            product.backend().behaves(Conduct.steady(Duration.ofSeconds(2)));
            // The first call of all is slow, and this test is about timers of five seconds.
            var first = submit(agents, "work.once", 1);
            await().atMost(SOON).until(() -> in("SUCCEEDED", log).containsAll(first));

            var held = submit(agents, "work.asked", INTENTS);
            await().atMost(SOON).until(() -> in("HELD", log).containsAll(held));
            var letters = log.all(Topics.DEAD_LETTER, DeadLetter.class);
            var ran = submit(agents, "work.once", INTENTS);
            await().atMost(SOON).until(() -> in("RUNNING", log).stream().anyMatch(ran::contains));

            product.policyStream().kill();
            var running = in("RUNNING", log);
            approve(product, letters);
            Await.until(downtime, () -> false);
            product.policyStream().start();

            var inTime = approvedInTime(log);
            assertThat(inTime).as("approved in time").isNotEmpty();
            assertThat(running).as("running when policy-stream went down").isNotEmpty();
            await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                var states = states(log);
                assertThat(states)
                        .extractingFromEntries(Map.Entry::getKey, Map.Entry::getValue)
                        .containsAll(Stream.of(inTime, running, Set.copyOf(ran))
                                .flatMap(Set::stream)
                                .map(id -> tuple(id, "SUCCEEDED"))
                                .distinct()
                                .toList());
                assertThat(states.values()).isSubsetOf("SUCCEEDED", "EXPIRED");
            });
            assertThat(product.backend().effects().read())
                    .hasSize(in("SUCCEEDED", log).size())
                    .doesNotHaveDuplicates();
        }
    }

    private static Set<String> submit(Agents agents, String action, int count) throws Exception {
        var ids = ConcurrentHashMap.<String>newKeySet();
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            var sent = IntStream.range(0, count)
                    .mapToObj(i -> senders.submit(() -> ids.add(
                            agents.submit("user-" + i, UUID.randomUUID().toString(), action, "{\"n\":" + i + "}")
                                    .orElseThrow())))
                    .toList();
            for (var each : sent) {
                each.get();
            }
        }
        return ids;
    }

    private static Map<String, String> states(TopicReader log) {
        var states = new HashMap<String, String>();
        log.all(Topics.EVENTS, IntentEvent.class).stream()
                .filter(event -> event.getIntentId() != null)
                .forEach(event -> states.put(event.getIntentId(), event.getTo()));
        return states;
    }

    private static Set<String> in(String state, TopicReader log) {
        return states(log).entrySet().stream()
                .filter(entry -> state.equals(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The intents whose approval the broker took in before their time was over, by its own clock. */
    private static Set<String> approvedInTime(TopicReader log) {
        var due = new HashMap<String, Instant>();
        log.all(Topics.EVENTS, IntentEvent.class).stream()
                .filter(event -> "HELD".equals(event.getTo()))
                .forEach(event -> due.put(event.getIntentId(), event.getDueAt()));
        return log.stamped(Topics.REVIEWS, Review.class).stream()
                .filter(review -> !review.at().isAfter(due.get(review.value().getIntentId())))
                .map(review -> review.value().getIntentId())
                .collect(Collectors.toSet());
    }

    private static void approve(Product product, List<DeadLetter> letters) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                product.stack().broker().bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
                var wire = WireFormat.of(product.stack().registry().url())) {
            for (var letter : letters) {
                var owner = new Owner(letter.getTenant(), letter.getUser());
                var record = new ProducerRecord<>(
                        Topics.REVIEWS,
                        owner.key().getBytes(StandardCharsets.UTF_8),
                        wire.encode(Topics.REVIEWS, review(letter)));
                record.headers()
                        .add(Headers.REQUEST_ID, UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
                producer.send(record);
            }
        }
    }

    private static Review review(DeadLetter letter) {
        return Review.newBuilder()
                .setReviewId(UUID.randomUUID().toString())
                .setLetterId(letter.getId())
                .setTenant(letter.getTenant())
                .setUser(letter.getUser())
                .setIntentId(letter.getIntentId())
                .setExpectedVersion(letter.getVersion())
                .setDecision(ReviewDecision.APPROVE)
                .setDigest(letter.getDigest())
                .setReviewer("fiona")
                .setReviewerRoles(List.of("countersign-reviewer"))
                .build();
    }
}
