package io.countersign.intake.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.countersign.intake.channel.Frame;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PacedFramesTest {
    private final AtomicInteger ends = new AtomicInteger();
    private final CountDownLatch told = new CountDownLatch(1);
    private final PacedFrames frames = new PacedFrames(
            Duration.ofSeconds(10),
            listener -> {
                told.countDown();
                Thread.sleep(Duration.ofMinutes(1));
            },
            ends::incrementAndGet);

    @Test
    void who_leaves_before_anybody_subscribes_gives_everything_back_once() throws Exception {
        frames.leave();
        frames.leave();

        assertThat(ends).hasValue(1);
        var late = AssertSubscriber.<Frame>create(1);
        frames.subscribe(late);
        late.assertCompleted();
        assertThat(told.getCount()).as("nothing is told").isOne();
        assertThat(ends).hasValue(1);
    }

    @Test
    void who_leaves_while_it_is_told_is_told_no_more() throws Exception {
        frames.subscribe(AssertSubscriber.create(1));
        told.await();

        frames.leave();
        frames.leave();

        await().untilAsserted(() -> assertThat(ends).hasValue(1));
    }

    @Test
    void a_subscriber_that_takes_no_subscription_is_told_nothing_and_everything_is_given_back() {
        var closed = new IllegalStateException("the response is closed");

        assertThatIllegalStateException()
                .isThrownBy(() -> frames.subscribe(new Subscriber(closed)))
                .withMessage("the response is closed");

        await().untilAsserted(() -> assertThat(ends).hasValue(1));
        assertThat(told.getCount()).as("nothing is told").isOne();
    }

    private record Subscriber(RuntimeException refusal) implements Flow.Subscriber<Frame> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            throw refusal;
        }

        @Override
        public void onNext(Frame frame) {
            throw refusal;
        }

        @Override
        public void onError(Throwable failure) {
            throw refusal;
        }

        @Override
        public void onComplete() {
            throw refusal;
        }
    }
}
