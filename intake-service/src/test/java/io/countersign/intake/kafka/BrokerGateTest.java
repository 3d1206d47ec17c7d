package io.countersign.intake.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BrokerGateTest {
    private final BrokerGate gate = new BrokerGate();

    @Test
    void all_may_pass_as_long_as_nothing_fails() {
        assertThat(gate.enter()).isTrue();
        assertThat(gate.enter()).isTrue();
    }

    @Test
    void after_a_failure_one_at_a_time_may_try() {
        gate.failed();

        assertThat(gate.enter()).isTrue();
        assertThat(gate.enter()).isFalse();

        gate.failed();

        assertThat(gate.enter()).isTrue();
    }

    @Test
    void a_try_that_was_given_up_leaves_the_next_one_to_somebody_else() {
        gate.failed();
        gate.enter();

        gate.gaveUp();

        assertThat(gate.enter()).isTrue();
        assertThat(gate.enter()).isFalse();
    }

    @Test
    void only_the_first_failure_is_news() {
        assertThat(gate.failed()).isTrue();
        assertThat(gate.failed()).isFalse();

        gate.succeeded();

        assertThat(gate.failed()).isTrue();
    }

    @Test
    void the_first_success_opens_it_to_all() {
        gate.failed();
        gate.enter();

        gate.succeeded();

        assertThat(gate.enter()).isTrue();
        assertThat(gate.enter()).isTrue();
    }
}
