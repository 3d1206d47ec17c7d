package io.countersign.executor.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SharingTest {

    private static final StoredAnswer ANSWER =
            new StoredAnswer("acme", null, "orders.list", "[]", Instant.EPOCH, Instant.MAX);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final List<String> passed = new CopyOnWriteArrayList<>();

    @Test
    void nobody_waits_for_a_log_that_is_stuck_and_what_has_no_place_is_dropped() {
        var stuck = new CountDownLatch(1);
        try (var sharing = new Sharing(
                (key, answer) -> {
                    await().until(() -> stuck.getCount() == 0);
                    passed.add(key);
                },
                LONG)) {
            for (var key = 0; key < 10 * Sharing.MOST; key++) {
                sharing.accept("" + key, ANSWER);
            }
            assertThat(passed).isEmpty();

            stuck.countDown();

            await().until(() -> passed.size() == Sharing.MOST + 1);
            assertThat(passed).startsWith("0", "1", "2");
        }
        assertThat(passed).hasSize(Sharing.MOST + 1);
    }

    @Test
    void an_answer_that_cannot_be_passed_on_keeps_back_no_other() {
        try (var sharing = new Sharing(
                (key, answer) -> {
                    if (key.equals("broken")) {
                        throw new IllegalStateException("away");
                    }
                    passed.add(key);
                },
                LONG)) {
            sharing.accept("broken", ANSWER);
            sharing.accept("whole", ANSWER);

            await().until(() -> passed.equals(List.of("whole")));
        }
    }

    @Test
    void what_waits_at_the_end_is_passed_on_and_what_comes_later_is_not() {
        var sharing = new Sharing((key, answer) -> passed.add(key), LONG);
        sharing.accept("before", ANSWER);

        sharing.close();
        sharing.accept("after", ANSWER);

        assertThat(passed).containsExactly("before");
    }

    @Test
    void a_log_that_is_stuck_holds_up_the_end_no_longer_than_it_may() {
        var interrupted = new CountDownLatch(1);
        var sharing = new Sharing(
                (key, answer) -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                },
                Duration.ofMillis(50));
        sharing.accept("stuck", ANSWER);

        sharing.close();

        await().until(() -> interrupted.getCount() == 0);
    }
}
