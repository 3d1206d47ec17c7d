package io.countersign.policystream.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.policy.Reason;
import io.countersign.policystream.policy.SessionStanding;
import io.countersign.policystream.policy.TaskGrant;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<TaskGrant> MAIL =
            List.of(new TaskGrant("mail.*", "parameters.to.endsWith('@shop.example')"));

    @Test
    void it_is_opened_from_its_append_time_on_for_as_long_as_was_asked() {
        var session = opened(asked(MAIL, HOUR));

        assertThat(session.until()).isEqualTo(NOON.plus(HOUR));
        assertThat(session.isOpen(NOON)).isTrue();
        assertThat(session.isOpen(NOON.plus(HOUR).minusMillis(1))).isTrue();
        assertThat(session.isOpen(NOON.plus(HOUR))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"999, false", "1000, true", "2592000000, true", "2592000001, false", "-1, false"})
    void it_lasts_from_one_second_to_thirty_days(long millis, boolean opens) {
        var decision = decide(null, asked(MAIL, Duration.ofMillis(millis)));

        assertThat(decision instanceof SessionDecision.Changed).isEqualTo(opens);
    }

    @Test
    void it_has_a_hundred_grants_at_most_and_one_at_least() {
        var hundred = Collections.nCopies(100, new TaskGrant("mail.send", null));

        assertThat(decide(null, asked(hundred, HOUR))).isInstanceOf(SessionDecision.Changed.class);
        assertThat(refusal(asked(Collections.nCopies(101, new TaskGrant("mail.send", null)), HOUR)))
                .isEqualTo("MALFORMED a session has at most 100 grants, not 101");
        assertThat(refusal(asked(List.of(), HOUR))).isEqualTo("MALFORMED a session grants something: it has no grants");
    }

    @Test
    void its_conditions_are_bounded_together() {
        var long8k = "parameters.a == '" + "x".repeat(8_000) + "'";

        assertThat(decide(null, asked(Collections.nCopies(4, new TaskGrant("a", long8k)), HOUR)))
                .isInstanceOf(SessionDecision.Changed.class);
        assertThat(refusal(asked(Collections.nCopies(5, new TaskGrant("a", long8k)), HOUR)))
                .isEqualTo("MALFORMED the conditions of a session have at most 32768 characters together, not 40090");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            parameters.amount >                | grant 1 (mail.*): when: the expression ends too early
            parameters.amount                  | open
            'yes'                              | grant 1 (mail.*): when: must come to true or false, not to string
            principal.groups == []             | grant 1 (mail.*): when: undefined field 'groups'
            unknown(parameters.amount)         | grant 1 (mail.*): when: undeclared reference to 'unknown'
            parameters.to.matches(parameters.x)| grant 1 (mail.*): when: the pattern of matches() must be written out
            1 / 0 == 1                         | grant 1 (mail.*): when: / by zero
            ``                                 | grant 1 (mail.*): when: the expression is empty
            """)
    void a_condition_that_does_not_compile_is_refused_and_named(String when, String outcome) {
        var decision = decide(null, asked(List.of(new TaskGrant("mail.*", when)), HOUR));

        assertThat(decision instanceof SessionDecision.Refused refused ? words(refused) : "MALFORMED open")
                .startsWith("MALFORMED " + outcome);
    }

    @Test
    void everything_that_is_wrong_with_its_grants_is_told() {
        var decision = decide(
                null, asked(List.of(new TaskGrant("Mail Send", null), MAIL.getFirst(), new TaskGrant("a", "x")), HOUR));

        assertThat(((SessionDecision.Refused) decision).reasons())
                .extracting(Reason::message)
                .hasSize(2)
                .anySatisfy(words -> assertThat(words).isEqualTo("grant 1: 'Mail Send' is not a name or glob"))
                .anySatisfy(words -> assertThat(words).startsWith("grant 3 (a): when: "));
    }

    @Test
    void the_same_again_changes_nothing_and_something_else_is_refused() {
        var session = opened(asked(MAIL, HOUR));

        assertThat(decide(session, asked(MAIL, HOUR))).isInstanceOf(SessionDecision.Unchanged.class);
        assertThat(refusal(session, asked(MAIL, HOUR.plusSeconds(1)), NOON)).startsWith("ID_REUSED");
    }

    @Test
    void an_ended_one_is_not_opened_again_under_its_id() {
        var session = opened(asked(MAIL, HOUR));

        assertThat(refusal(session, asked(MAIL, HOUR), NOON.plus(HOUR))).startsWith("ENDED");
        assertThat(refusal(session.revokedNow(), asked(MAIL, HOUR), NOON)).startsWith("ENDED");
    }

    @Test
    void its_user_ends_it_at_once_and_once() {
        var session = opened(asked(MAIL, HOUR));
        var end = new SessionOrder.End(session.id(), "cli");

        var ended = ((SessionDecision.Changed) decide(session, end)).session();

        assertThat(ended.isOpen(NOON)).isFalse();
        assertThat(decide(ended, end)).isInstanceOf(SessionDecision.Unchanged.class);
        assertThat(refusal(null, end, NOON)).startsWith("NOT_FOUND");
    }

    @Test
    void an_owner_has_a_thousand_open_ones_at_most_and_ended_ones_do_not_count() {
        var full = OpenSessions.NONE;
        for (int number = 0; number < OpenSessions.MOST; number++) {
            full = full.with(session("s" + number, NOON.plusSeconds(60 + number)), NOON);
        }

        var refused = Sessions.decide(null, asked(MAIL, HOUR), full, NOON);
        var later = Sessions.decide(null, asked(MAIL, HOUR), full, NOON.plusSeconds(60));
        var afterOneEnded = Sessions.decide(
                null, asked(MAIL, HOUR), full.with(session("s7", NOON).revokedNow(), NOON), NOON);

        assertThat(refused).isInstanceOfSatisfying(SessionDecision.Refused.class, refusal -> {
            assertThat(refusal.code()).isEqualTo("RATE_LIMITED");
            assertThat(refusal.opensAt()).isEqualTo(NOON.plusSeconds(60));
        });
        assertThat(later).isInstanceOf(SessionDecision.Changed.class);
        assertThat(afterOneEnded).isInstanceOf(SessionDecision.Changed.class);
    }

    @Test
    void one_that_is_opened_too_late_to_be_open_does_not_count_as_open() {
        var session = opened(asked(MAIL, HOUR));

        assertThat(OpenSessions.NONE.with(session, NOON.plus(HOUR)).until()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_is_bound_to_an_agent_is_open_to_that_agent_only(boolean accepted) {
        var session = opened(new SessionOrder.Open("s", "bot", MAIL, "cli", HOUR.toMillis(), "d", NOON));

        assertThat(session.standing("bot", accepted, NOON)).isEqualTo(new SessionStanding.Opened(MAIL));
        assertThat(session.standing("other", accepted, NOON)).isEqualTo(SessionStanding.UNKNOWN);
    }

    @Test
    void an_intent_that_it_took_keeps_it_when_its_time_is_over_but_not_when_its_user_ended_it() {
        var session = opened(asked(MAIL, HOUR));
        var later = NOON.plus(HOUR);

        assertThat(session.standing("bot", false, later)).isEqualTo(SessionStanding.UNKNOWN);
        assertThat(session.standing("bot", true, later)).isEqualTo(new SessionStanding.Opened(MAIL));
        assertThat(session.revokedNow().standing("bot", true, NOON)).isEqualTo(SessionStanding.UNKNOWN);
    }

    @Test
    void it_is_remembered_for_as_long_as_an_intent_may_wait_for_people() {
        assertThat(opened(asked(MAIL, HOUR)).forgottenAt())
                .isEqualTo(NOON.plus(HOUR).plus(Duration.ofDays(30)));
    }

    @Test
    void many_ends_come_in_any_order() {
        var open = IntStream.range(0, 10)
                .mapToObj(number -> session("s" + number, NOON.plusSeconds((number * 7) % 10)))
                .reduce(OpenSessions.NONE, (all, one) -> all.with(one, NOON.minusSeconds(1)), (one, other) -> other);

        assertThat(open.firstEnd()).contains(NOON);
        assertThat(open.at(NOON.plusSeconds(4)).until()).hasSize(5);
    }

    private static SessionOrder.Open asked(List<TaskGrant> grants, Duration ttl) {
        return new SessionOrder.Open("s", null, grants, "cli", ttl.toMillis(), grants + " for " + ttl, NOON);
    }

    private static OpenedSession opened(SessionOrder.Open order) {
        return ((SessionDecision.Changed) decide(null, order)).session();
    }

    private static OpenedSession session(String id, Instant until) {
        return new OpenedSession(id, null, MAIL, "cli", "digest", until, false);
    }

    private static SessionDecision decide(@Nullable OpenedSession session, SessionOrder order) {
        return Sessions.decide(session, order, OpenSessions.NONE, NOON);
    }

    private static String refusal(SessionOrder order) {
        return refusal(null, order, NOON);
    }

    private static String refusal(@Nullable OpenedSession session, SessionOrder order, Instant now) {
        return words((SessionDecision.Refused) Sessions.decide(session, order, OpenSessions.NONE, now));
    }

    private static String words(SessionDecision.Refused refused) {
        return refused.code() + " " + refused.reasons().getFirst().message();
    }
}
