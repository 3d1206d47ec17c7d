package io.countersign.intake.http;

import io.countersign.intake.channel.Frame;
import io.countersign.intake.channel.Listener;
import java.time.Duration;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Frames as fast as their subscriber asks for them, made by a thread of its own: while the client takes none, nothing is
 * made and nothing piles up. A client that takes none for too long has its stream closed. For one subscriber.
 */
final class PacedFrames implements Flow.Publisher<Frame> {
    /** Tells everything there is to tell. */
    @FunctionalInterface
    interface Story {
        void tell(Listener listener) throws InterruptedException;
    }

    /** Whoever asks for so many asks for all. */
    private static final long WITHOUT_END = 1_000_000;

    private final Duration patience;
    private final Story story;
    private final Runnable afterwards;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile @Nullable Told telling;

    /** @param afterwards is run once, when nothing more will be told */
    PacedFrames(Duration patience, Story story, Runnable afterwards) {
        this.patience = patience;
        this.story = story;
        this.afterwards = afterwards;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Frame> subscriber) {
        var told = new Told(subscriber);
        telling = told;
        if (begun.compareAndSet(false, true)) {
            try {
                subscriber.onSubscribe(told);
            } catch (RuntimeException gone) {
                // A response that has been closed takes no subscription: what was opened for it is closed all the same.
                told.cancel();
                throw gone;
            } finally {
                told.thread.start();
            }
        } else {
            told.cancel();
            subscriber.onSubscribe(told);
            subscriber.onComplete();
        }
    }

    /** The client has left: nothing more is told, also to whoever has not subscribed yet. */
    void leave() {
        var told = telling;
        if (begun.compareAndSet(false, true)) {
            afterwards.run();
        } else if (told != null) {
            told.cancel();
        }
    }

    private final class Told implements Flow.Subscription, Listener {
        private final Flow.Subscriber<? super Frame> subscriber;
        private final Semaphore room = new Semaphore(0);
        private volatile boolean endless;
        private final AtomicBoolean cancelled = new AtomicBoolean();
        private final Thread thread = Thread.ofVirtual().name("stream").unstarted(this::run);

        private Told(Flow.Subscriber<? super Frame> subscriber) {
            this.subscriber = subscriber;
        }

        private void run() {
            try {
                if (!cancelled.get()) {
                    story.tell(this);
                }
            } catch (InterruptedException gone) {
                // The client has left, or takes nothing: the stream ends without an end.
            } finally {
                afterwards.run();
                if (!cancelled.get()) {
                    subscriber.onComplete();
                }
            }
        }

        @Override
        public void hear(Frame frame) throws InterruptedException {
            if (!room.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS) || cancelled.get()) {
                throw new InterruptedException("the client takes nothing");
            }
            if (endless) {
                room.release();
            }
            subscriber.onNext(frame);
        }

        @Override
        public void request(long n) {
            if (n >= WITHOUT_END) {
                endless = true;
                room.release();
            } else {
                room.release((int) n);
            }
        }

        @Override
        public void cancel() {
            cancelled.set(true);
            thread.interrupt();
        }
    }
}
