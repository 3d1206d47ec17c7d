package io.countersign.stack.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.countersign.stack.Part;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SupervisorTest {

    @Test
    void what_says_that_only_a_restart_helps_is_ended_and_started_again() {
        var wedged = new InMemoryPart(true, true);
        try (var supervisor = new Supervisor(List.of(wedged))) {
            supervisor.watch();

            await().atMost(Duration.ofSeconds(10)).until(() -> wedged.starts.get() == 1);

            assertThat(wedged.kills).hasValue(1);
            assertThat(wedged.running()).isTrue();
        }
    }

    @Test
    void what_has_ended_is_started_again_and_its_neighbour_that_is_well_is_left_alone() {
        var ended = new InMemoryPart(false, false);
        var well = new InMemoryPart(true, false);
        try (var supervisor = new Supervisor(List.of(well, ended))) {
            supervisor.watch();

            await().atMost(Duration.ofSeconds(10)).until(() -> ended.starts.get() == 1);

            assertThat(ended.kills).hasValue(0);
            assertThat(well.starts).hasValue(0);
            assertThat(well.kills).hasValue(0);
        }
    }

    /** Runs and ends in a field; a start makes it well. */
    private static final class InMemoryPart implements Part {

        private final AtomicInteger starts = new AtomicInteger();
        private final AtomicInteger kills = new AtomicInteger();
        private volatile boolean running;
        private volatile boolean hopeless;

        InMemoryPart(boolean running, boolean hopeless) {
            this.running = running;
            this.hopeless = hopeless;
        }

        @Override
        public String name() {
            return "a part";
        }

        @Override
        public void start() {
            running = true;
            hopeless = false;
            starts.incrementAndGet();
        }

        @Override
        public void stop() {
            running = false;
        }

        @Override
        public void kill() {
            running = false;
            kills.incrementAndGet();
        }

        @Override
        public void suspend() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void resume() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean running() {
            return running;
        }

        @Override
        public boolean hopeless() {
            return hopeless;
        }
    }
}
