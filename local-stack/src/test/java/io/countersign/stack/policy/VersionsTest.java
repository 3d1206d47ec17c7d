package io.countersign.stack.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.stack.StackException;
import io.countersign.stack.policy.Versions.Activation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VersionsTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Activation OLDEST = new Activation("aa11", NOON, "acme/paul");
    private static final Activation OLDER = new Activation("ab22", NOON.plusSeconds(1), "acme/paul");
    private static final Activation PUSHED_TWICE = new Activation("cc33", NOON.plusSeconds(2), "acme/paul");
    private static final Activation LATEST = new Activation("cc33", NOON.plusSeconds(3), "acme/otto");
    private static final Versions VERSIONS = new Versions("cc33", List.of(LATEST, PUSHED_TWICE, OLDER, OLDEST));

    @Test
    void what_was_in_force_before_is_another_version_also_if_this_one_was_pushed_twice() {
        assertThat(VERSIONS.before()).isEqualTo(OLDER);
    }

    @Test
    void going_back_twice_is_where_it_began() {
        var back = new Activation("ab22", NOON.plusSeconds(9), "acme/otto");

        assertThat(new Versions("ab22", List.of(back, LATEST, PUSHED_TWICE, OLDER, OLDEST)).before())
                .isEqualTo(LATEST);
    }

    @Test
    void a_version_is_named_by_as_much_as_tells_it_from_the_others() {
        assertThat(VERSIONS.named("aa")).isEqualTo(OLDEST);
        assertThat(VERSIONS.named("ab22")).isEqualTo(OLDER);
        assertThat(VERSIONS.named("c")).isEqualTo(LATEST);
    }

    @Test
    void a_name_that_means_none_or_several_is_refused_with_those_that_there_are() {
        assertThatThrownBy(() -> VERSIONS.named("a"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("ab22, aa11");
        assertThatThrownBy(() -> VERSIONS.named("dd"))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("dd");
    }

    @Test
    void where_nothing_else_was_in_force_there_is_no_way_back() {
        assertThatThrownBy(() -> new Versions("cc33", List.of(LATEST, PUSHED_TWICE)).before())
                .isInstanceOf(StackException.class);
    }

    @Test
    void every_activation_is_a_line_and_what_is_in_force_is_marked_once() {
        assertThat(VERSIONS.told())
                .containsExactly(
                        "cc33 2026-11-22T12:00:03Z acme/otto (in force)",
                        "cc33 2026-11-22T12:00:02Z acme/paul",
                        "ab22 2026-11-22T12:00:01Z acme/paul",
                        "aa11 2026-11-22T12:00:00Z acme/paul");
    }
}
