package io.countersign.endtoend.isolation;

import io.countersign.chaos.doors.Ask;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Ana goes on with her work beside others: she asks for the same every so often, so that there is something to overhear. */
final class AnasWork implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Future<Integer> asked;

    /** Begins it. */
    AnasWork(Doorway doorway, Ask ask) {
        asked = thread.submit(() -> goOn(doorway, ask));
    }

    /** Ends it; what was wrong with it, empty if she asked and each time was answered. */
    Optional<String> end() throws InterruptedException {
        over.countDown();
        try {
            return asked.get() > 0 ? Optional.empty() : Optional.of("Ana said nothing");
        } catch (ExecutionException e) {
            return Optional.of("Ana could not go on: " + e.getCause());
        }
    }

    /** How often she asked. */
    private int goOn(Doorway doorway, Ask ask) throws IOException, InterruptedException {
        int times = 0;
        while (!over.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
            var reply = doorway.ask(Place.INTAKE, ask);
            if (reply.status() < 200 || reply.status() >= 300) {
                throw new IllegalStateException("she was answered " + reply);
            }
            times++;
        }
        return times;
    }

    @Override
    public void close() {
        over.countDown();
        thread.close();
    }
}
