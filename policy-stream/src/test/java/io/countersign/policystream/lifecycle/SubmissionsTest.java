package io.countersign.policystream.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Capabilities;
import io.countersign.contract.Code;
import io.countersign.contract.IntentIds;
import io.countersign.policystream.policy.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionsTest {

    private static final Requests ANA = Requests.of("acme/ana");

    private final Shell shell = new Shell(HousePolicy.allowingAll());

    @Test
    void what_policy_allows_is_approved_and_handed_over_in_one_decision() {
        var intent = shell.submit(ANA);

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.isHandedOver()).isTrue();
        assertThat(intent.dossier().version()).isEqualTo(1);
        assertThat(intent.recorded()).hasValueSatisfying(change -> {
            assertThat(change.from()).isNull();
            assertThat(change.actor()).isEqualTo("@broker");
        });
        assertThat(intent.answer().accepted()).isTrue();
    }

    @Test
    void the_summary_comes_from_policy_and_the_lease_from_the_nonce() {
        var intent = shell.submit(ANA);

        assertThat(intent.dossier().summary()).isEqualTo("do orders.read");
        assertThat(intent.attempt().lease(intent.request()))
                .isEqualTo(Capabilities.lease(intent.request().nonce(), 1));
    }

    @Test
    void an_attempt_must_begin_within_the_time_that_its_action_gives_it() {
        var intent = shell.submit(ANA);

        assertThat(intent.attempt().startBy()).isEqualTo(Shell.OPENING.plus(Actions.EXECUTE_WITHIN));
    }

    @Test
    void an_attempt_must_begin_before_the_deadline_if_that_is_earlier() {
        var deadline = Shell.OPENING.plusSeconds(3);

        var intent = shell.submit(ANA.until(deadline));

        assertThat(intent.attempt().startBy()).isEqualTo(deadline);
    }

    @Test
    void what_policy_refuses_is_rejected_with_its_code_and_a_letter() {
        shell.under(HousePolicy.allowingAll().refusing(Code.NOT_GRANTED));

        var intent = shell.submit(ANA);

        assertThat(intent.name()).isEqualTo("REJECTED");
        assertThat(intent.refusal()).isEqualTo("NOT_GRANTED");
        assertThat(intent.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.category()).isEqualTo(Consequence.Category.REJECTED);
            assertThat(letter.stage()).isEqualTo(Consequence.Stage.DECISION);
            assertThat(letter.sideEffect()).isEqualTo(Consequence.SideEffect.NONE);
            assertThat(letter.reasons()).extracting(Reason::message).containsExactly("the house refuses");
        });
    }

    @Test
    void what_is_not_in_the_catalogue_does_not_exist() {
        var intent = shell.submit(ANA.doing("orders.delete"));

        assertThat(intent.name()).isEqualTo("REJECTED");
        assertThat(intent.refusal()).isEqualTo("UNKNOWN_ACTION");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -86_400_000})
    void what_is_past_its_deadline_at_the_first_decision_is_expired(long millis) {
        var intent = shell.submit(ANA.until(Shell.OPENING.plusMillis(millis)));

        assertThat(intent.name()).isEqualTo("EXPIRED");
        assertThat(intent.refusal()).isEqualTo("DEADLINE_PASSED");
        assertThat(intent.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.category()).isEqualTo(Consequence.Category.EXPIRED));
    }

    @Test
    void a_deadline_that_no_store_could_order_is_still_a_deadline() {
        var intent = shell.submit(
                ANA.until(Instant.ofEpochMilli(Long.MAX_VALUE)).costing(1).deferring());
        shell.under(HousePolicy.allowingAll().deferring(Duration.ofMinutes(1)));
        var waiting = shell.submit(ANA.named("second").until(Instant.ofEpochMilli(Long.MAX_VALUE)));

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(waiting.timer(TimerName.DEADLINE).due().toEpochMilli()).isPositive();
    }

    @Test
    void during_a_freeze_new_intents_are_rejected() {
        shell.frozenBy(new Freeze("action/orders.*", null));

        var intent = shell.submit(ANA);

        assertThat(intent.name()).isEqualTo("REJECTED");
        assertThat(intent.refusal()).isEqualTo("FROZEN");
    }

    @Test
    void a_repeat_is_answered_with_the_present_state_and_changes_nothing() {
        var intent = shell.submit(ANA).begun();

        intent.submittedAgain();

        assertThat(intent.latest().consequences()).hasSize(1);
        assertThat(intent.answer().accepted()).isTrue();
        assertThat(intent.answer().state()).isEqualTo(intent.state());
        assertThat(intent.name()).isEqualTo("RUNNING");
    }

    @Test
    void a_repeat_of_what_was_refused_is_refused_alike() {
        shell.under(HousePolicy.allowingAll().refusing(Code.RULE));
        var intent = shell.submit(ANA);
        var first = intent.answer();
        shell.under(HousePolicy.allowingAll());

        intent.submittedAgain();

        assertThat(intent.latest().consequences()).hasSize(1);
        assertThat(intent.refusal()).isEqualTo("RULE");
        assertThat(intent.answer().reasons()).isEqualTo(first.reasons());
    }

    @Test
    void another_request_under_the_same_id_changes_nothing_of_the_first() {
        var intent = shell.submit(ANA);
        var before = intent.state();

        var reused = shell.submit(ANA.with("{\"order\":\"B2\"}"));

        assertThat(reused.refusal()).isEqualTo("ID_REUSED");
        assertThat(reused.recorded()).isEmpty();
        assertThat(reused.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.dossier().request().parameters()).contains("B2");
            assertThat(letter.dossier().request().id()).isEqualTo(intent.id());
            assertThat(letter.reasons()).extracting(Reason::code).containsExactly("ID_REUSED");
        });
        assertThat(intent.state()).isSameAs(before);
    }

    @Test
    void an_intent_is_decided_by_its_digest_not_by_its_deadline_or_quota_wish() {
        var intent = shell.submit(ANA);

        var repeated = shell.submit(ANA.until(Shell.OPENING.plusSeconds(9)).deferring());

        assertThat(repeated.answer().accepted()).isTrue();
        assertThat(repeated.letters()).isEmpty();
        assertThat(intent.state().dossier().version()).isEqualTo(1);
    }

    @Test
    void an_id_that_was_made_thirty_days_ago_is_still_taken() {
        var intent = shell.submit(ANA.withId(madeAt(Shell.OPENING.minus(Duration.ofDays(30)))));

        assertThat(intent.answer().accepted()).isTrue();
    }

    @Test
    void an_id_that_is_older_is_refused_because_nobody_could_know_whether_it_was_used() {
        var id = madeAt(Shell.OPENING.minus(Duration.ofDays(30)).minusMillis(1));

        var intent = shell.submit(ANA.withId(id));

        assertThat(intent.refusal()).isEqualTo("ID_EXPIRED");
        assertThat(intent.isForgotten()).isTrue();
        assertThat(intent.recorded()).isEmpty();
        assertThat(intent.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.dossier().request().id()).isEqualTo(id));
    }

    @Test
    void an_id_derived_from_a_key_is_new_again_once_the_intent_is_forgotten() {
        shell.under(HousePolicy.allowingAll().refusing(Code.RULE));
        var intent = shell.submit(ANA).waited(TimerName.FORGET);
        shell.under(HousePolicy.allowingAll());

        intent.submittedAgain();

        assertThat(intent.name()).isEqualTo("APPROVED");
        assertThat(intent.dossier().version()).isEqualTo(1);
    }

    private static String madeAt(Instant instant) {
        return IntentIds.random(instant, new Random(1));
    }
}
