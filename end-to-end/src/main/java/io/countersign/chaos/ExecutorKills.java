package io.countersign.chaos;

import io.countersign.stack.ServiceProcess;
import io.countersign.stack.StackException;
import io.countersign.stack.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Kills executors at random moments, as {@code kill -9} does, and starts each again at once. It spares nobody: whoever is
 * only just coming up may be next.
 */
public final class ExecutorKills implements AutoCloseable {

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

    private final Product product;
    private final SplittableRandom random;
    private final List<Thread> keepers;
    private volatile boolean ended;

    /**
     * One kill.
     *
     * @param inFlight how many calls the backend was busy with
     */
    public record Kill(int number, String executor, int inFlight) {}

    public ExecutorKills(Product product, long seed) {
        this.product = product;
        this.random = new SplittableRandom(seed);
        keepers = product.executors().stream()
                .map(executor -> Thread.ofPlatform().daemon().start(() -> keep(executor)))
                .toList();
    }

    /** Returns after the last kill, when all executors are up again. */
    public List<Kill> strike(int kills, Duration between, Consumer<Kill> each) throws InterruptedException {
        var done = new ArrayList<Kill>();
        for (int number = 1; number <= kills; number++) {
            Thread.sleep(Duration.ofNanos(random.nextLong(2 * between.toNanos() + 1)));
            var kill =
                    new Kill(number, victim().name(), product.backend().calls().inFlight());
            each.accept(kill);
            done.add(kill);
        }
        stopKeeping();
        for (var executor : product.executors()) {
            if (!Await.until(STARTS_WITHIN, () -> isUp(executor))) {
                throw new StackException(executor.name() + " does not come up again");
            }
        }
        return done;
    }

    /** The one that was killed: any that runs. */
    private ServiceProcess victim() {
        var chosen = new ArrayList<ServiceProcess>();
        Await.until(STARTS_WITHIN, () -> {
            var running =
                    product.executors().stream().filter(ServiceProcess::running).toList();
            if (!running.isEmpty()) {
                chosen.add(running.get(random.nextInt(running.size())));
            }
            return !chosen.isEmpty();
        });
        var victim = chosen.getFirst();
        victim.kill();
        return victim;
    }

    private void keep(ServiceProcess executor) {
        while (!ended) {
            isUp(executor);
            Await.until(Duration.ofSeconds(5), () -> ended || !executor.running());
        }
    }

    private static boolean isUp(ServiceProcess executor) {
        try {
            executor.start();
            return true;
        } catch (StackException killedMeanwhile) {
            return false;
        }
    }

    private void stopKeeping() throws InterruptedException {
        ended = true;
        for (var keeper : keepers) {
            keeper.join();
        }
    }

    @Override
    public void close() {
        ended = true;
    }
}
