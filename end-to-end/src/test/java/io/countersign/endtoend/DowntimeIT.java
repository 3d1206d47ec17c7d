package io.countersign.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** While policy-stream is down, outcomes and reviews arrive in time: none of them is expired by its timer. */
final class DowntimeIT {

    private static final int INTENTS = 20;

    @Test
    void timers_of_five_seconds_expire_nothing_that_arrived_in_time_during_twenty_seconds_of_downtime()
            throws Exception {
        whileDownFor(Duration.ofSeconds(20));
    }

    @Test
    @Tag("heavy")
    void nor_during_three_minutes() throws Exception {
        whileDownFor(Duration.ofMinutes(3));
    }

    private static void whileDownFor(Duration downtime) throws Exception {
        try (var product = Product.start();
                var agents = new Agents(product);
                var log = new TopicReader(
                        product.stack.broker().bootstrapServers(),
                        product.stack.registry().url())) {
            product.backend.takes(Duration.ofSeconds(2));
            var held = submit(agents, "work.asked");
            var running = submit(agents, "work.once");
            await().atMost(Duration.ofSeconds(30)).until(() -> count(log, running, "RUNNING") == INTENTS);
            await().atMost(Duration.ofSeconds(30)).until(() -> count(log, held, "HELD") == INTENTS);
            var letters = log.all(Topics.DEAD_LETTER, DeadLetter.class);

            product.policyStream.kill();
            approve(product, letters);
            Await.until(downtime, () -> false);
            product.policyStream.start();

            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                assertThat(count(log, running, "SUCCEEDED")).isEqualTo(INTENTS);
                assertThat(count(log, held, "SUCCEEDED")).isEqualTo(INTENTS);
            });
            assertThat(product.backend.effects()).hasSize(2 * INTENTS).doesNotHaveDuplicates();
        }
    }

    private static List<String> submit(Agents agents, String action) throws InterruptedException {
        var ids = new ArrayList<String>();
        for (int i = 0; i < INTENTS; i++) {
            ids.add(agents.submit("user-" + i, UUID.randomUUID().toString(), action, "{\"n\":" + i + "}")
                    .orElseThrow());
        }
        return ids;
    }

    private static long count(TopicReader log, List<String> ids, String state) {
        var states = new HashMap<String, String>();
        log.all(Topics.EVENTS, IntentEvent.class).forEach(event -> states.put(event.getIntentId(), event.getTo()));
        return ids.stream().filter(id -> state.equals(states.get(id))).count();
    }

    private static void approve(Product product, List<DeadLetter> letters) {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, product.stack.broker().bootstrapServers());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
                var wire = WireFormat.of(product.stack.registry().url())) {
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
