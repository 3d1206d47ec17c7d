package io.countersign.policystream.lifecycle;

import static io.countersign.policystream.lifecycle.ReportStatus.FAILED;
import static io.countersign.policystream.lifecycle.ReportStatus.FAILED_RETRYABLE;
import static io.countersign.policystream.lifecycle.ReportStatus.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.Consumption;
import io.countersign.policystream.policy.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a failure that may pass says about the effect, where the key would make one harmless. */
class DoubtTest {

    private static final Requests REPEATABLE = Requests.of("acme/ana").costing(10);
    private static final Consumption NOTHING = new Consumption(0, 0, 0, 0, false);

    private final Shell shell = new Shell(HousePolicy.allowingAll().limitingTokens(100, Duration.ofHours(1)));

    @Test
    void attempts_of_which_none_had_an_effect_leave_no_doubt() {
        var intent = lastAttempt(true);

        intent.given(unsent(intent));

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(effect(intent)).isEqualTo(Consequence.SideEffect.NONE);
        assertThat(intent.words().reasons())
                .extracting(Reason::code, Reason::message)
                .contains(tuple("EXECUTION_FAILED", "attempt 3 failed, without an effect"));
    }

    @Test
    void one_attempt_that_leaves_it_open_leaves_a_doubt() {
        var intent = lastAttempt(false);

        intent.given(unsent(intent));

        assertThat(effect(intent)).isEqualTo(Consequence.SideEffect.UNKNOWN);
    }

    @Test
    void what_had_no_effect_is_tried_again_as_before_and_settles_what_it_used() {
        var intent = shell.submit(REPEATABLE).begun();

        intent.given(unsent(intent).using(NOTHING));

        assertThat(intent.name()).isEqualTo("RETRYING");
        assertThat(intent.dossier().begun()).isEqualTo(1);
        assertThat(shell.balance("tokens")).isEqualTo(new Balance(100, 0, 0, 0));
    }

    @Test
    void one_execution_says_nothing_of_another_that_began_before_it() {
        var intent = lastAttempt(true);
        intent.given(intent.report(STARTED).inRun("after-a-crash"));

        intent.given(unsent(intent).inRun("after-a-crash"));

        assertThat(effect(intent)).isEqualTo(Consequence.SideEffect.UNKNOWN);
    }

    @Test
    void one_execution_that_failed_for_good_says_nothing_of_another_that_began_before_it() {
        var alone = lastAttempt(true);
        var second = lastAttempt(true);
        second.given(second.report(STARTED).inRun("after-a-crash"));

        alone.given(alone.report(FAILED));
        second.given(second.report(FAILED).inRun("after-a-crash"));

        assertThat(effect(alone)).isEqualTo(Consequence.SideEffect.NONE);
        assertThat(effect(second)).isEqualTo(Consequence.SideEffect.UNKNOWN);
    }

    @Test
    void one_execution_says_nothing_of_another_that_has_begun_since() {
        var intent = lastAttempt(true);
        intent.given(intent.report(STARTED).inRun("after-a-crash"));

        intent.given(unsent(intent));

        assertThat(effect(intent)).isEqualTo(Consequence.SideEffect.UNKNOWN);
    }

    @Test
    void starts_without_a_name_are_several_executions() {
        var intent = lastAttempt(true, null);
        intent.given(intent.report(STARTED).inRun(null));

        intent.given(unsent(intent).inRun(null));

        assertThat(effect(intent)).isEqualTo(Consequence.SideEffect.UNKNOWN);
    }

    @Test
    void one_execution_without_a_name_is_believed() {
        var intent = lastAttempt(true, null);

        intent.given(unsent(intent).inRun(null));

        assertThat(effect(intent)).isEqualTo(Consequence.SideEffect.NONE);
    }

    @Test
    void it_counts_while_the_lease_lives_and_no_longer() {
        var inTime = lastAttempt(true);
        var late = lastAttempt(true);

        inTime.given(unsent(inTime).at(leaseOf(inTime).minusMillis(1)));
        late.given(unsent(late).at(leaseOf(late)));

        assertThat(effect(inTime)).isEqualTo(Consequence.SideEffect.NONE);
        assertThat(effect(late)).isEqualTo(Consequence.SideEffect.UNKNOWN);
    }

    @Test
    void what_is_begun_again_after_its_end_is_in_doubt_and_a_person_is_told() {
        var intent = lastAttempt(true);
        intent.given(unsent(intent));

        intent.given(intent.report(STARTED).inRun("of-a-copy"));

        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(intent.reasons()).containsExactly("STARTED_AGAIN");
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.REFUSED);
        assertThat(effect(intent)).isEqualTo(Consequence.SideEffect.UNKNOWN);

        intent.given(intent.report(STARTED).inRun("of-another-copy"));

        assertThat(intent.recorded()).as("it is told once").isEmpty();
        assertThat(intent.instructions()).containsExactly(Consequence.Instruction.REFUSED);
    }

    @Test
    void a_start_that_comes_too_late_or_once_more_casts_no_doubt() {
        var intent = lastAttempt(true);
        intent.given(unsent(intent));

        intent.given(intent.report(STARTED));
        assertThat(intent.recorded()).isEmpty();
        intent.given(
                intent.report(STARTED).inRun("of-a-copy").at(intent.attempt().startBy()));
        assertThat(intent.recorded()).isEmpty();
        intent.given(intent.report(STARTED)
                .inRun("of-a-copy")
                .at(intent.attempt().startBy().minusMillis(1)));
        assertThat(effect(intent)).isEqualTo(Consequence.SideEffect.UNKNOWN);
    }

    @Test
    void what_waits_for_its_next_attempt_goes_on_waiting_and_is_in_doubt_later() {
        var intent = shell.submit(REPEATABLE).begun();
        intent.given(unsent(intent));

        intent.given(intent.report(STARTED).inRun("of-a-copy"));

        assertThat(intent.name()).isEqualTo("RETRYING");
        assertThat(intent.letters()).isEmpty();
        intent.retried().begun();
        intent.given(unsent(intent)).retried().begun();
        intent.given(unsent(intent));
        assertThat(intent.name()).isEqualTo("DEAD");
        assertThat(effect(intent)).isEqualTo(Consequence.SideEffect.UNKNOWN);
    }

    /** Two attempts have failed, the second one without an effect perhaps; the last one has begun. */
    private Story lastAttempt(boolean sure) {
        return lastAttempt(sure, "run-3");
    }

    private Story lastAttempt(boolean sure, @Nullable String run) {
        var intent = shell.submit(REPEATABLE.named("intent-" + sure + run + shell.now()));
        intent.begun();
        intent.given(unsent(intent)).retried().begun();
        var second = intent.report(FAILED_RETRYABLE);
        intent.given(sure ? second.withoutEffect() : second).retried();
        return intent.given(intent.report(STARTED).inRun(run));
    }

    private static Instant leaseOf(Story intent) {
        return Objects.requireNonNull(intent.attempt().leaseUntil());
    }

    private static Story.Report unsent(Story intent) {
        return intent.report(FAILED_RETRYABLE).withoutEffect();
    }

    private static Consequence.SideEffect effect(Story intent) {
        return intent.letters().getFirst().sideEffect();
    }
}
