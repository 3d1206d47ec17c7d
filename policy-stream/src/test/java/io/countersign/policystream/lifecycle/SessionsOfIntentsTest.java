package io.countersign.policystream.lifecycle;

import static io.countersign.policystream.lifecycle.Input.Decree.APPROVE;
import static io.countersign.policystream.lifecycle.Input.Decree.RETRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.IntentIds;
import io.countersign.policystream.policy.ApprovalClause;
import io.countersign.policystream.policy.TaskGrant;
import io.countersign.policystream.session.OpenedSession;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An intent keeps the session that took it, unless its user ends it. */
class SessionsOfIntentsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final ApprovalClause ONE = new ApprovalClause("big", List.of("finance"), 1, Duration.ofHours(4));
    private static final OpenedSession TASK = session(false);
    private static final OpenedSession REVOKED = session(true);
    private static final Requests ASKED =
            Requests.of("acme/ana").doing(Actions.REFUND).in(TASK.id());

    private final Shell shell = new Shell(HousePolicy.allowingAll().holding(ONE)).knowing(TASK);

    @Test
    void a_session_that_nobody_opened_is_unknown() {
        assertThat(shell.knowing().submit(ASKED).refusal()).isEqualTo("SESSION_UNKNOWN");
    }

    @Test
    void a_session_takes_intents_until_its_time_is_over() {
        shell.under(HousePolicy.allowingAll());

        var inTime = shell.after(HOUR.minusMillis(1)).submit(ASKED);
        var late = shell.after(Duration.ofMillis(1)).submit(ASKED.named("late"));

        assertThat(inTime.name()).isEqualTo("APPROVED");
        assertThat(late.refusal()).isEqualTo("SESSION_UNKNOWN");
    }

    @Test
    void a_held_intent_is_released_in_a_session_whose_time_is_over() {
        var intent = shell.submit(ASKED);

        intent.after(HOUR.plusSeconds(1)).reviewed(APPROVE).by("rita", "finance");

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void a_held_intent_is_not_released_in_a_session_that_its_user_ended() {
        var intent = shell.submit(ASKED);

        shell.knowing(REVOKED);
        intent.reviewed(APPROVE).by("rita", "finance");

        assertThat(intent.name()).isEqualTo("HELD");
        assertThat(intent.refusal()).isEqualTo("SESSION_UNKNOWN");
    }

    @Test
    void what_waits_for_its_budget_ends_with_the_session_that_its_user_ended() {
        shell.under(HousePolicy.allowingAll().limitingTokens(100, Duration.ofHours(2)));
        shell.submit(ASKED.named("first").costing(60));
        var waits = shell.submit(ASKED.named("second").costing(60).deferring());
        assertThat(waits.name()).isEqualTo("DEFERRED");

        shell.knowing(REVOKED);
        waits.waited(TimerName.OPENS);

        assertThat(waits.name()).isEqualTo("REJECTED");
        assertThat(waits.dossier().code()).isEqualTo("SESSION_UNKNOWN");
    }

    @Test
    void an_automatic_attempt_does_not_ask_for_the_session() {
        shell.under(HousePolicy.allowingAll());
        var intent = shell.submit(ASKED.doing(Actions.READ));
        intent.begun().reported(ReportStatus.FAILED_RETRYABLE);

        shell.knowing(REVOKED);
        intent.retried();

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void the_intent_that_a_reviewer_makes_of_an_ended_one_is_a_new_one_to_the_session() {
        shell.under(HousePolicy.allowingAll());
        var intent = shell.submit(ASKED);
        intent.cancelledBy("ana").begun().reported(ReportStatus.FAILED);
        assertThat(intent.name()).isEqualTo("CANCELLED");

        intent.after(HOUR).reviewed(RETRY).named("r1").by("rita", "finance");

        var successor = intent.successor(IntentIds.ofReview("r1"));
        assertThat(successor.name()).isEqualTo("REJECTED");
        assertThat(successor.dossier().code()).isEqualTo("SESSION_UNKNOWN");
    }

    private static OpenedSession session(boolean revoked) {
        return new OpenedSession(
                "0193a1b2-0000-7000-8000-000000000001",
                null,
                List.of(new TaskGrant("*", null)),
                "cli",
                "digest",
                Shell.OPENING.plus(HOUR),
                revoked);
    }
}
