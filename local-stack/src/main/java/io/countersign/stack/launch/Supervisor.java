package io.countersign.stack.launch;

import io.countersign.stack.Part;
import io.countersign.stack.StackException;
import io.countersign.stack.process.ChildPart;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts again what has ended of itself: a service may do so on purpose, when its clock stepped. What says of itself that
 * only a restart helps is ended and started again, too.
 */
final class Supervisor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(16);

    /** A part is asked how it is at every twentieth look, each ten seconds: an answer costs it more than a look at its process. */
    private static final int LOOKS_PER_QUESTION = 20;

    private final List<? extends Part> parts;
    private final ScheduledExecutorService timer;

    Supervisor(List<? extends Part> parts) {
        this.parts = List.copyOf(parts);
        this.timer = Executors.newScheduledThreadPool(
                parts.size(),
                Thread.ofPlatform().daemon().name("supervisor-", 0).factory());
    }

    void watch() {
        parts.forEach(part -> lookAfter(part, PERIOD, 0));
    }

    private void lookAfter(Part part, Duration pause, int looks) {
        if (!timer.isShutdown()) {
            timer.schedule(() -> look(part, pause, looks), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look(Part part, Duration pause, int looks) {
        if (looks % LOOKS_PER_QUESTION == 0 && part.running() && part.hopeless()) {
            LOG.warn("{} says that only a restart helps; it is ended", part.name());
            part.kill();
        }
        boolean well = part.running() || revived(part);
        var longer = pause.multipliedBy(2);
        lookAfter(part, well ? PERIOD : longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE, looks + 1);
    }

    private boolean revived(Part part) {
        LOG.warn("{} has ended{}; it is started again", part.name(), status(part));
        try {
            part.start();
            LOG.info("{} is ready again", part.name());
            return true;
        } catch (StackException e) {
            if (!timer.isShutdown()) {
                LOG.error("{}", e.getMessage());
            }
            return false;
        }
    }

    private static String status(Part part) {
        return part instanceof ChildPart child && child.status().isPresent()
                ? " with status " + child.status().getAsInt()
                : "";
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
