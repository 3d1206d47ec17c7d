package io.countersign.protocol.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.Actions;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Cancellation;
import io.countersign.protocol.Permit;
import io.countersign.protocol.Result;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AdmissionTest {

    private static final Permit LEAVE = () -> {};

    private final Claim claim = new Claim(0);
    private final Attempt attempt = new Attempt("run", json -> {});

    @Test
    void leave_that_the_handler_gives_is_passed_on() {
        assertThat(await(() -> LEAVE)).containsSame(LEAVE);
    }

    @Test
    void an_attempt_that_is_called_off_waits_no_longer() {
        var closed = new CountDownLatch(1);

        var permit = await(() -> {
            attempt.cancel(Cancellation.REQUESTED);
            closed.await();
            return LEAVE;
        });

        assertThat(permit).isEmpty();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void what_was_called_off_before_it_waited_does_not_ask() {
        attempt.cancel(Cancellation.REQUESTED);

        assertThat(await(() -> LEAVE)).isEmpty();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void a_partition_that_goes_ends_the_wait_and_leaves_the_record_to_others() {
        var closed = new CountDownLatch(1);

        assertThatThrownBy(() -> await(() -> {
                    claim.release();
                    closed.await();
                    return LEAVE;
                }))
                .isInstanceOf(AbandonedException.class);

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void a_partition_that_was_lost_before_the_wait_ends_it_too() {
        claim.lose();

        assertThatThrownBy(() -> await(() -> LEAVE)).isInstanceOf(AbandonedException.class);
    }

    @Test
    void what_ends_after_leave_was_given_interrupts_nobody() {
        await(() -> LEAVE);

        attempt.cancel(Cancellation.REQUESTED);
        claim.release();

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void a_handler_that_ignores_the_interruption_interrupts_nothing_that_follows() {
        var permit = await(() -> {
            attempt.cancel(Cancellation.REQUESTED);
            return LEAVE;
        });

        assertThat(permit).as("it is to be given back").containsSame(LEAVE);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void a_handler_that_throws_is_asked_again() {
        var asked = new AtomicInteger();

        var permit = await(() -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("boom");
            }
            return LEAVE;
        });

        assertThat(permit).containsSame(LEAVE);
        assertThat(asked).hasValue(2);
    }

    private Optional<Permit> await(Leave leave) {
        var handler = new ActionHandler() {
            @Override
            public Result run(ApprovedAction action, Attempt run) {
                return Result.succeeded(null);
            }

            @Override
            public Permit admit(ApprovedAction action) throws InterruptedException {
                return leave.ask();
            }
        };
        return new Admission(handler, Actions.named("orders.refund"), attempt, claim).await();
    }

    /** How the handler answers. */
    private interface Leave {
        Permit ask() throws InterruptedException;
    }
}
