package io.countersign.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.countersign.stack.StackException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChildProcessTest {

    /** As a JVM does when it is asked to end. */
    private static final String NOTES_CLASSES =
            "trap 'touch child.jsa; echo noted; exit' TERM; echo up; while :; do sleep 0.1; done";

    @TempDir
    private Path temporary = Path.of("");

    @Test
    void one_that_ends_before_it_is_ready_is_reported_with_the_end_of_its_log() {
        var child = start("echo the disk is full; exit 3");

        assertThatThrownBy(() -> child.awaitReady(Duration.ofSeconds(10), () -> false))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("ended with status 3")
                .hasMessageContaining("the disk is full");
    }

    @Test
    void the_reason_is_not_hidden_by_the_frames_below_it() {
        var child = start("""
                echo 'Failed to start'; for i in $(seq 60); do printf '\\tat a.b.C.d(C.java:%s)\\n' $i; done
                echo 'Caused by: the routes are wrong'; for i in $(seq 60); do printf '\\tat a.b.C.d(C.java:%s)\\n' $i; done
                printf '\\t... 9 more\\n'; exit 1""");

        assertThatThrownBy(() -> child.awaitReady(Duration.ofSeconds(10), () -> false))
                .hasMessageContaining("Failed to start")
                .hasMessageContaining("Caused by: the routes are wrong")
                .hasMessageNotContaining("\tat ");
    }

    @Test
    void one_that_is_never_ready_is_ended() {
        var child = start("sleep 600");

        assertThatThrownBy(() -> child.awaitReady(Duration.ofMillis(200), () -> false))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("was not ready");
        assertThat(child.alive()).isFalse();
    }

    @Test
    void one_that_does_not_want_to_end_is_killed_when_the_grace_is_over() {
        var child = start("trap '' TERM; echo trapped; while :; do sleep 0.1; done");
        child.awaitReady(Duration.ofSeconds(10), this::hasSpoken);

        child.stop(Duration.ofMillis(200));

        assertThat(child.alive()).isFalse();
        assertThat(temporary.resolve("processes")).isEmptyFile();
    }

    @Test
    void one_that_was_asked_to_end_is_not_asked_again_when_it_is_stopped() {
        var child = start("trap 'echo asked' TERM; echo trapped; while :; do sleep 0.1; done");
        child.awaitReady(Duration.ofSeconds(10), this::hasSpoken);

        child.askToEnd();
        child.askToEnd();
        await().untilAsserted(() ->
                assertThat(temporary.resolve("child.log")).content().contains("asked"));
        child.stop(Duration.ofSeconds(1));

        assertThat(temporary.resolve("child.log")).content().containsOnlyOnce("asked");
        assertThat(child.alive()).isFalse();
    }

    @Test
    void a_signal_to_our_process_group_does_not_reach_it() {
        var child = start("ps -o pgid= -p $$ && sleep 600");
        try {
            child.awaitReady(Duration.ofSeconds(10), this::hasSpoken);

            assertThat(temporary.resolve("child.log"))
                    .content()
                    .asString()
                    .isEqualToIgnoringWhitespace(Long.toString(child.pid()));
        } finally {
            child.kill();
        }
    }

    @Test
    void what_one_that_was_never_ready_notes_for_the_next_start_is_forgotten() {
        var child = start(NOTES_CLASSES);
        await().until(this::hasSpoken);

        child.stop(Duration.ofSeconds(10));

        assertThat(temporary.resolve("child.log")).content().contains("noted");
        assertThat(classes()).doesNotExist();
    }

    @Test
    void what_one_that_was_ready_notes_for_the_next_start_is_kept() {
        var child = start(NOTES_CLASSES);
        child.awaitReady(Duration.ofSeconds(10), this::hasSpoken);

        child.stop(Duration.ofSeconds(10));

        assertThat(classes()).exists();
    }

    private Path classes() {
        return temporary.resolve("child.jsa");
    }

    private boolean hasSpoken() {
        return temporary.resolve("child.log").toFile().length() > 0;
    }

    private ChildProcess start(String script) {
        return ChildProcess.start(
                new Command(
                        "child",
                        List.of("bash", "-c", script),
                        Map.of(),
                        temporary,
                        temporary.resolve("child.log"),
                        classes()),
                new ProcessRecords(temporary.resolve("processes")));
    }
}
