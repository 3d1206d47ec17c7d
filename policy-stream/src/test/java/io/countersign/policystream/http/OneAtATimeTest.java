package io.countersign.policystream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.countersign.door.ProblemException;
import org.junit.jupiter.api.Test;

class OneAtATimeTest {
    private final OneAtATime turn = new OneAtATime("busy");

    @Test
    void who_comes_meanwhile_is_sent_away_and_the_next_is_served() {
        var refused = turn.take(() -> catchThrowableOfType(ProblemException.class, () -> turn.take(() -> "second")));

        assertThat(refused.problem().status()).isEqualTo(429);
        assertThat(turn.take(() -> "third")).isEqualTo("third");
    }

    @Test
    void work_that_fails_leaves_the_turn_to_the_next() {
        assertThatThrownBy(() -> turn.take(() -> {
                    throw new IllegalStateException("failed");
                }))
                .hasMessage("failed");

        assertThat(turn.take(() -> "next")).isEqualTo("next");
    }
}
