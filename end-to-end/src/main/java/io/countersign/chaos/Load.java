package io.countersign.chaos;

import io.countersign.stack.StackException;
import io.countersign.stack.process.Await;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Intents of many users at a steady rate, each repeated under its key until the door has acknowledged it. */
public final class Load implements AutoCloseable {

    private static final int USERS = 20;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Agents agents;
    private final List<String> actions;
    private final int most;
    private final Collection<String> accepted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private final List<Thread> senders;
    private volatile boolean ended;

    /**
     * Begins at once.
     *
     * @param most it ends by itself after so many
     */
    public Load(Agents agents, List<String> actions, int perSecond, int most) {
        this.agents = agents;
        this.actions = List.copyOf(actions);
        this.most = most;
        int count = Math.max(4, perSecond / 8);
        var period = Duration.ofSeconds(count).dividedBy(perSecond);
        senders = IntStream.range(0, count)
                .mapToObj(sender -> Thread.ofVirtual()
                        .start(() -> send(period, period.multipliedBy(sender).dividedBy(count))))
                .toList();
    }

    /** Until it is ended. */
    public Load(Agents agents, List<String> actions, int perSecond) {
        this(agents, actions, perSecond, Integer.MAX_VALUE);
    }

    private void send(Duration period, Duration later) {
        try {
            long due = System.nanoTime() + later.toNanos();
            while (!ended) {
                Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
                int mine = number.getAndIncrement();
                if (mine >= most) {
                    return;
                }
                submit(mine);
                // Whoever is late does not make up for it: the rate is what it is, never more.
                due = Math.max(due + period.toNanos(), System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One more, and its id. */
    public String next() throws InterruptedException {
        return submit(number.getAndIncrement());
    }

    private String submit(int mine) throws InterruptedException {
        var action = actions.get(mine / USERS % actions.size());
        while (true) {
            var id = agents.submit("user-" + mine % USERS, "key-" + mine, action, "{\"n\":" + mine + "}");
            if (id.isPresent()) {
                accepted.add(id.get());
                return id.get();
            }
            Thread.sleep(PAUSE);
        }
    }

    /** What was accepted by now. */
    public Collection<String> accepted() {
        return List.copyOf(accepted);
    }

    /** Returns when all of it has been accepted, if that is within the limit. */
    public Collection<String> await(Duration limit) {
        if (!Await.until(limit, () -> senders.stream().noneMatch(Thread::isAlive))) {
            throw new StackException("only %d intents were accepted within %s".formatted(accepted.size(), limit));
        }
        return accepted();
    }

    /** No more; everything that was accepted. */
    public Collection<String> end() throws InterruptedException {
        ended = true;
        for (var sender : senders) {
            sender.join();
        }
        return accepted();
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        for (var sender : senders) {
            sender.interrupt();
            sender.join(Duration.ofSeconds(30));
        }
    }
}
