package io.countersign.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.SideEffect;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle sees what it is there to see, and says nothing where nothing is wrong. */
final class OracleTest {

    private static final Set<String> ACCEPTED = Set.of(Story.ID);
    private static final List<String> EFFECT = List.of(Story.key());
    private static final Duration LINE = Duration.ofSeconds(10);

    @Test
    void an_attempt_that_went_well_is_nothing_to_speak_of() {
        var oracle = new Story(false)
                .handedOver(0)
                .begins(1)
                .reports(OutcomeStatus.SUCCEEDED, 2)
                .becomes("SUCCEEDED", 2)
                .judged();

        oracle.everyAcceptedIntentIsInTheLog(ACCEPTED)
                .everyIntentHasExactlyOneEnd(ACCEPTED)
                .nothingIsHandedOverTwice()
                .everyHandOverWasApproved()
                .noAttemptFollowsALivingLease()
                .everyLeaseIsFollowedWithin(LINE)
                .effectsHappenAtMostOnce(Story.ACTION, EFFECT)
                .noEffectIsDenied(EFFECT)
                .everyChainIsUnbroken()
                .timeNeverGoesBack();

        assertThat(oracle.violations()).isEmpty();
        assertThat(oracle.attempts()).singleElement().matches(AttemptTrace::reported);
    }

    @Test
    void an_intent_that_is_not_in_the_log_is_lost() {
        var oracle = new Story(false).judged();

        oracle.everyAcceptedIntentIsInTheLog(Set.of("another")).everyIntentHasExactlyOneEnd(ACCEPTED);

        assertThat(oracle.violations()).hasSize(2);
    }

    @Test
    void an_intent_ends_once() {
        var running = new Story(false).handedOver(0).begins(1).judged();
        var twice = new Story(false)
                .handedOver(0)
                .begins(1)
                .becomes("SUCCEEDED", 2)
                .becomes("CANCELLED", 3)
                .judged();

        assertThat(running.everyIntentHasExactlyOneEnd(ACCEPTED).violations()).hasSize(1);
        assertThat(twice.everyIntentHasExactlyOneEnd(ACCEPTED).violations()).hasSize(1);
    }

    @Test
    void a_second_effect_of_what_must_not_be_done_twice_is_seen() {
        var oracle =
                new Story(false).handedOver(0).begins(1).becomes("UNKNOWN", 12).judged();

        oracle.effectsHappenAtMostOnce(Story.ACTION, List.of(Story.key(), Story.key()));

        assertThat(oracle.violations()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEAD", "CANCELLED", "EXPIRED", "RETRYING"})
    void a_state_that_says_there_was_no_effect_denies_it(String state) {
        var oracle = new Story(true)
                .handedOver(0)
                .begins(1)
                .becomes(state, 3)
                .letter(SideEffect.NONE)
                .judged();

        assertThat(oracle.noEffectIsDenied(EFFECT).violations()).hasSize(1);
    }

    @Test
    void a_letter_that_speaks_of_an_effect_does_not_deny_it() {
        var oracle = new Story(true)
                .handedOver(0)
                .begins(1)
                .becomes("DEAD", 12)
                .letter(SideEffect.UNKNOWN)
                .judged();

        assertThat(oracle.noEffectIsDenied(EFFECT).violations()).isEmpty();
    }

    @Test
    void an_effect_of_nobodys_intent_is_seen() {
        var oracle = new Story(true).handedOver(0).judged();

        assertThat(oracle.noEffectIsDenied(List.of("another key")).violations()).hasSize(1);
    }

    @Test
    void a_lease_ends_nine_seconds_after_its_last_word() {
        var silent =
                new Story(false).handedOver(0).begins(1).becomes("UNKNOWN", 20).judged();
        var renewed = new Story(false)
                .handedOver(0)
                .begins(1)
                .reports(OutcomeStatus.RUNNING, 9)
                .becomes("UNKNOWN", 28)
                .judged();
        var late =
                new Story(false).handedOver(0).begins(1).becomes("UNKNOWN", 21).judged();
        var never = new Story(false).handedOver(0).begins(1).judged();

        assertThat(silent.everyLeaseIsFollowedWithin(LINE).violations()).isEmpty();
        assertThat(renewed.everyLeaseIsFollowedWithin(LINE).violations()).isEmpty();
        assertThat(late.everyLeaseIsFollowedWithin(LINE).violations()).hasSize(1);
        assertThat(never.everyLeaseIsFollowedWithin(LINE).violations()).hasSize(1);
    }

    @Test
    void an_attempt_that_follows_a_living_lease_is_seen() {
        var afterwards = again(true, 11);
        var tooSoon = again(true, 9);
        var whatMustNotBeDoneTwice = again(false, 11);

        assertThat(afterwards.noAttemptFollowsALivingLease().violations()).isEmpty();
        assertThat(tooSoon.noAttemptFollowsALivingLease().violations()).hasSize(1);
        assertThat(whatMustNotBeDoneTwice.noAttemptFollowsALivingLease().violations())
                .hasSize(1);
    }

    @Test
    void a_call_under_another_key_is_seen() {
        var calls = new CallLog();
        calls.begun("one", "{\"n\":1}");
        calls.begun("one", "{\"n\":1}");
        var same = new Story(true).judged().everyWorkComesUnderOneKey(calls).violations();
        calls.begun("two", "{\"n\":1}");
        var other = new Story(true).judged().everyWorkComesUnderOneKey(calls).violations();

        assertThat(same).isEmpty();
        assertThat(other).hasSize(1);
        assertThat(calls.repeated()).isEqualTo(1);
    }

    private static Oracle again(boolean idempotent, int second) {
        return new Story(idempotent)
                .handedOver(0)
                .begins(1)
                .becomes("RETRYING", second)
                .handedOver(second)
                .judged();
    }
}
