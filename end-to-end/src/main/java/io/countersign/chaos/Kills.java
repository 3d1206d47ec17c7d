package io.countersign.chaos;

import io.countersign.stack.ServiceProcess;
import io.countersign.stack.StackException;
import io.countersign.stack.process.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Kills services at random moments, as {@code kill -9} does, and starts each again at once. It spares nobody: whoever is
 * only just coming up may be next.
 */
public final class Kills implements AutoCloseable {

    private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

    private final List<ServiceProcess> services;
    private final IntSupplier inFlight;
    private final SplittableRandom random;
    private final List<Thread> keepers;
    private volatile boolean ended;

    /**
     * One kill.
     *
     * @param inFlight how much was under way
     */
    public record Kill(int number, String service, int inFlight) {}

    /**
     * Kills some of these.
     *
     * @param inFlight tells how much is under way
     */
    public Kills(List<ServiceProcess> services, IntSupplier inFlight, long seed) {
        this.services = List.copyOf(services);
        this.inFlight = inFlight;
        this.random = new SplittableRandom(seed);
        keepers = services.stream()
                .map(service -> Thread.ofPlatform().daemon().start(() -> keep(service)))
                .toList();
    }

    /** Returns after the last kill, when all services are up again. */
    public List<Kill> strike(int kills, Duration between, Consumer<Kill> each) throws InterruptedException {
        var done = new ArrayList<Kill>();
        for (int number = 1; number <= kills; number++) {
            Thread.sleep(Duration.ofNanos(random.nextLong(2 * between.toNanos() + 1)));
            var kill = new Kill(number, victim().name(), inFlight.getAsInt());
            each.accept(kill);
            done.add(kill);
        }
        stopKeeping();
        for (var service : services) {
            if (!Await.until(STARTS_WITHIN, () -> isUp(service))) {
                throw new StackException(service.name() + " does not come up again");
            }
        }
        return done;
    }

    /** The one that was killed: any that runs. */
    private ServiceProcess victim() {
        var chosen = new ArrayList<ServiceProcess>();
        Await.until(STARTS_WITHIN, () -> {
            var running = services.stream().filter(ServiceProcess::running).toList();
            if (!running.isEmpty()) {
                chosen.add(running.get(random.nextInt(running.size())));
            }
            return !chosen.isEmpty();
        });
        var victim = chosen.getFirst();
        victim.kill();
        return victim;
    }

    private void keep(ServiceProcess service) {
        while (!ended) {
            isUp(service);
            Await.until(Duration.ofSeconds(5), () -> ended || !service.running());
        }
    }

    private static boolean isUp(ServiceProcess service) {
        try {
            service.start();
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
