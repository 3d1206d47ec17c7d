package io.countersign.policystream.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class OffsetsTest {

    private static final TopicPartition LOG = new TopicPartition("log", 0);

    private final Offsets offsets = new Offsets();

    @Test
    void whoever_waits_is_woken_by_the_offset_and_not_before() {
        var thread = new AtomicReference<Thread>();
        var reached = CompletableFuture.supplyAsync(() -> {
            thread.set(Thread.currentThread());
            return reaches(5, Duration.ofSeconds(30));
        });
        await().until(() -> thread.get() != null && thread.get().getState() == Thread.State.TIMED_WAITING);

        offsets.raise(LOG, 4);
        assertThat(reached).isNotDone();

        offsets.raise(LOG, 5);
        await().until(reached::isDone);
        assertThat(reached.join()).isTrue();
    }

    @Test
    void waiting_ends_when_the_time_is_up() {
        assertThat(reaches(1, Duration.ofMillis(20))).isFalse();
    }

    @Test
    void raising_never_goes_back_and_setting_does() {
        offsets.raise(LOG, 5);
        offsets.raise(LOG, 3);
        assertThat(offsets.next(LOG)).isEqualTo(5);

        offsets.set(LOG, 0);
        assertThat(offsets.next(LOG)).isZero();
    }

    private boolean reaches(long offset, Duration patience) {
        try {
            return offsets.await(LOG, offset, Deadline.in(patience));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
