package io.countersign.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class TasksTest {

    private final AtomicInteger done = new AtomicInteger();

    @Test
    void tasks_at_once_may_wait_for_each_other() {
        var met = new CountDownLatch(2);

        Tasks.atOnce(List.of(() -> meet(met), () -> meet(met)));

        assertThat(done).hasValue(2);
    }

    @Test
    void a_failure_is_thrown_when_all_have_ended() {
        assertThatThrownBy(() -> Tasks.atOnce(List.of(TasksTest::fail, done::incrementAndGet)))
                .isInstanceOf(StackException.class)
                .hasMessage("no");
        assertThatThrownBy(() -> Tasks.inTurn(List.of(TasksTest::fail, TasksTest::fail, done::incrementAndGet)))
                .isInstanceOf(StackException.class)
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));

        assertThat(done).hasValue(2);
    }

    private void meet(CountDownLatch met) {
        met.countDown();
        try {
            if (met.await(10, TimeUnit.SECONDS)) {
                done.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void fail() {
        throw new StackException("no");
    }
}
