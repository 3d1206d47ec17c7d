package io.countersign.console.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.console.log.PlayedBroker;
import io.countersign.console.log.Story;
import io.countersign.contract.Topics;
import io.countersign.provisioning.Provisioner;
import io.countersign.provisioning.ProvisioningSettings;
import io.countersign.stack.LocalStack;
import io.countersign.stack.Service;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.SideEffect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The database is a reading of the log: killing the reader or dropping the rows changes nothing. */
class RebuildIT {
    private static final int ROUNDS = 2;
    private static final int STORIES = 60;
    private static final int POISONED = ROUNDS;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final LocalStack stack = LocalStack.shared();
    private final Rows rows = new Rows(
            stack.database().jdbcUrl(),
            stack.database().user(),
            stack.database().password());
    private final Random random = new Random(5);
    private long events;
    private int stories;

    @Test
    void a_killed_desk_reads_on_without_repetition_and_a_dropped_database_is_built_again_row_for_row() {
        provision();
        var desk = stack.service(Service.CONSOLE, Map.of());
        try (var broker = new PlayedBroker(
                stack.broker().bootstrapServers(), stack.registry().url())) {
            desk.start();
            for (var round = 0; round < ROUNDS; round++) {
                var seen = rows.in("letters");
                var telling = Thread.ofPlatform().start(() -> tell(broker));
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> rows.in("letters") > seen);
                desk.kill();
                join(telling);
                desk.start();
            }
        }
        awaitAll();
        var before = dump();

        assertThat(rows.in("letters")).isEqualTo(stories + POISONED);
        assertThat(rows.in("letters where arrivals = 2")).isEqualTo(stories / 10);
        assertThat(rows.in("arrivals")).isEqualTo(stories + stories / 10 + POISONED);

        desk.stop();
        rows.execute("drop schema desk cascade");
        desk.start();
        awaitAll();

        assertThat(dump()).isEqualTo(before);
        desk.stop();
    }

    /** Intents of thirty owners, a tenth of which die twice, and a record that nobody can read. */
    private void tell(PlayedBroker broker) {
        var told = new ArrayList<Story>();
        for (var i = 0; i < STORIES; i++) {
            stories++;
            var parameters = "{\"amount\":" + (100 + stories) + "}";
            var story = broker.story("acme", "user" + random.nextInt(30), "bot", "orders.refund", parameters)
                    .summary("Refund " + (100 + stories) + " EUR")
                    .because("RULE", "above-100", "amount is above 100");
            told.add(
                    switch (i % 10) {
                        case 0 ->
                            story.dead()
                                    .becomes("APPROVED")
                                    .becomes("DEAD")
                                    .letter(LetterCategory.FAILED, SideEffect.NONE);
                        case 1 -> story.becomes("REJECTED").letter(LetterCategory.REJECTED, SideEffect.NONE);
                        default -> story.held();
                    });
        }
        told.stream().filter(story -> random.nextInt(3) == 0).forEach(story -> story.becomes("CANCELLED"));
        events += told.stream().mapToLong(Story::version).sum();
        broker.bytes(Topics.EVENTS, "acme/user1", ("poison " + stories).getBytes(StandardCharsets.UTF_8));
    }

    private void awaitAll() {
        await().atMost(PATIENCE)
                .until(() -> rows.in("changes") == events
                        && rows.in("letters") == stories + POISONED
                        && rows.in("arrivals") == stories + stories / 10 + POISONED
                        && rows.in("wordings") == stories);
    }

    private List<String> dump() {
        return rows.texts("select row_to_json(letter)::text from desk.letters letter order by id");
    }

    private void provision() {
        try (var provisioner = new Provisioner(ProvisioningSettings.of(stack.environment()))) {
            provisioner.provision();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
