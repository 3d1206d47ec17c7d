package io.countersign.intake.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MomentTest {
    private final Moment moment = new Moment();
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void whoever_is_called_is_called_once() {
        try (var call = moment.call(calls::incrementAndGet)) {
            assertThat(calls).hasValue(0);

            moment.come();
            moment.come();
        }

        assertThat(calls).hasValue(1);
    }

    @Test
    void whoever_is_late_is_called_at_once() {
        moment.come();

        try (var call = moment.call(calls::incrementAndGet)) {
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void whoever_has_gone_is_not_called() {
        moment.call(calls::incrementAndGet).close();

        moment.come();

        assertThat(calls).hasValue(0);
    }

    @Test
    void whoever_waits_goes_on_when_it_comes() throws InterruptedException {
        assertThat(moment.await(Duration.ZERO)).isFalse();
        Thread.ofVirtual().start(moment::come);

        assertThat(moment.await(Duration.ofSeconds(20))).isTrue();
        assertThat(moment.hasCome()).isTrue();
    }
}
