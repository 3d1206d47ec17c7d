package io.countersign.intake.waiting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final Duration AT_ONCE = Duration.ZERO;

    private final Changes changes = new Changes();

    @Test
    void a_watch_sees_the_changes_of_its_intent_alone() throws InterruptedException {
        try (var watch = changes.watch("acme/ana", "i1")) {
            changes.changed("acme/ana", new Change("i2", 1, "APPROVED"));
            changes.changed("acme/bob", new Change("i1", 1, "APPROVED"));
            assertThat(watch.await(change -> true, AT_ONCE)).isEmpty();

            changes.changed("acme/ana", new Change("i1", 2, "APPROVED"));
            assertThat(watch.await(change -> true, AT_ONCE)).contains(new Change("i1", 2, "APPROVED"));
        }
    }

    @Test
    void what_came_before_the_question_is_not_missed() throws InterruptedException {
        try (var watch = changes.watch("acme/ana", "i1")) {
            changes.changed("acme/ana", new Change("i1", 1, "APPROVED"));
            changes.changed("acme/ana", new Change("i1", 2, "RUNNING"));

            assertThat(watch.await(change -> change.version() > 1, AT_ONCE)).contains(new Change("i1", 2, "RUNNING"));
            assertThat(watch.await(change -> change.version() > 2, AT_ONCE)).isEmpty();
        }
    }

    @Test
    void a_version_that_comes_again_is_not_news() throws InterruptedException {
        try (var watch = changes.watch("acme/ana", "i1")) {
            changes.changed("acme/ana", new Change("i1", 2, "SUCCEEDED"));
            changes.changed("acme/ana", new Change("i1", 1, "APPROVED"));

            assertThat(watch.await(change -> true, AT_ONCE)).contains(new Change("i1", 2, "SUCCEEDED"));
        }
    }

    @Test
    void an_owner_is_watched_until_the_last_watch_is_closed() {
        var one = changes.watch("acme/ana", "i1");
        var other = changes.watch("acme/ana", "i2");

        one.close();
        assertThat(changes.isWatching("acme/ana")).isTrue();

        other.close();
        other.close();
        assertThat(changes.isWatching("acme/ana")).isFalse();
    }
}
