package io.countersign.policystream.policy;

import static io.countersign.policystream.policy.Bundles.admitted;
import static io.countersign.policystream.policy.Bundles.loaded;
import static io.countersign.policystream.policy.Bundles.question;
import static io.countersign.policystream.policy.Bundles.refused;
import static io.countersign.policystream.policy.Bundles.stream;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs in a session: what one of its grants and one of its user's grants cover. */
class SessionJudgementTest {

    private static final String MAIL = """
            kind: Action
            name: mail.send
            effect: write
            parameters: {type: object, required: [to], properties: {to: {type: string}, cc: {type: string}}}
            """;
    private static final String READ = """
            kind: Action
            name: orders.read
            effect: read
            parameters: {type: object}
            """;
    private static final String TASKS = """
            kind: Grant
            name: tasks
            who: "'support' in principal.roles"
            actions: ["*"]
            when: action != 'mail.send' || parameters.to != 'boss@shop.example'
            """;

    private static final Policy POLICY = loaded(stream(MAIL, READ, TASKS)).policy();

    @Test
    void a_write_needs_a_session_by_default_and_the_refusal_says_how_to_open_one() {
        var refusal = refused(POLICY.judge(mail("a@shop.example", SessionStanding.NONE)));

        assertThat(refusal.code()).isEqualTo("SESSION_REQUIRED");
        assertThat(refusal.reasons().getFirst().message()).contains("POST /v1/sessions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail.send", "mail.*", "*"})
    void a_grant_of_the_session_and_one_of_the_user_are_enough(String action) {
        assertThat(admitted(POLICY.judge(mail("a@shop.example", new TaskGrant(action, null))))
                        .reasons())
                .isEmpty();
    }

    @Test
    void what_the_session_does_not_name_is_not_granted() {
        var refusal = refused(POLICY.judge(mail("a@shop.example", new TaskGrant("orders.*", null))));

        assertThat(refusal.code()).isEqualTo("NOT_GRANTED");
        assertThat(refusal.reasons())
                .extracting(Reason::message)
                .containsExactly("the session does not cover mail.send");
    }

    @Test
    void a_read_that_needs_no_session_is_bound_by_the_one_it_names_all_the_same() {
        var grants = new SessionStanding.Opened(List.of(new TaskGrant("mail.*", null)));

        assertThat(refused(POLICY.judge(asked("orders.read", "{}", grants))).code())
                .isEqualTo("NOT_GRANTED");
    }

    @Test
    void what_the_user_has_no_grant_for_is_not_granted_by_a_session() {
        var refusal = refused(POLICY.judge(asked(
                "mail.send",
                "{\"to\":\"boss@shop.example\"}",
                new SessionStanding.Opened(List.of(new TaskGrant("*", null))))));

        assertThat(refusal.code()).isEqualTo("NOT_GRANTED");
        assertThat(refusal.reasons())
                .extracting(Reason::message)
                .containsExactly("the grant does not cover these parameters");
    }

    @Test
    void a_condition_that_is_false_is_told_in_words() {
        var grant = new TaskGrant("mail.*", "parameters.to.endsWith('@shop.example')");

        var refusal = refused(POLICY.judge(mail("eve@evil.example", grant)));

        assertThat(admitted(POLICY.judge(mail("a@shop.example", grant))).reasons())
                .isEmpty();
        assertThat(refusal.code()).isEqualTo("NOT_GRANTED");
        assertThat(refusal.reasons())
                .extracting(Reason::message)
                .containsExactly("the session does not cover these parameters: it grants mail.* only when"
                        + " parameters.to.endsWith('@shop.example')");
    }

    @Test
    void what_neither_the_session_nor_the_user_is_granted_is_told_of_both() {
        var refusal = refused(POLICY.judge(mail("boss@shop.example", new TaskGrant("orders.*", null))));

        assertThat(refusal.reasons())
                .extracting(Reason::message)
                .containsExactly("the session does not cover mail.send", "the grant does not cover these parameters");
    }

    @Test
    void a_condition_that_fails_refuses() {
        var refusal = refused(POLICY.judge(mail("a@shop.example", new TaskGrant("mail.*", "parameters.cc == 'a'"))));

        assertThat(refusal.code()).isEqualTo("EVALUATION_FAILED");
        assertThat(refusal.reasons().getFirst().message())
                .startsWith("the session's condition for mail.* could not be evaluated: ");
    }

    @Test
    void one_grant_of_the_session_is_enough_also_if_others_fail() {
        var judgement = POLICY.judge(mail(
                "a@shop.example",
                new TaskGrant("mail.*", "parameters.cc == 'a'"),
                new TaskGrant("mail.*", "false"),
                new TaskGrant("mail.send", null)));

        assertThat(admitted(judgement).reasons()).isEmpty();
    }

    @Test
    void a_condition_that_takes_too_long_refuses() {
        var loop = "[1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c,"
                + " [1,2,3,4,5,6,7,8,9,10].all(d, [1,2,3,4,5,6,7,8,9,10].all(e, parameters.to != '')))))";

        var refusal = refused(POLICY.judge(mail("a@shop.example", new TaskGrant("mail.*", loop))));

        assertThat(refusal.code()).isEqualTo("EVALUATION_FAILED");
    }

    @Test
    void an_automatic_attempt_looks_at_no_session() {
        assertThat(POLICY.charge(mail("a@shop.example", new TaskGrant("orders.*", null))))
                .isInstanceOf(Judgement.Admitted.class);
    }

    @Test
    void conditions_are_compiled_once_and_the_eldest_are_forgotten() {
        var conditions = new SessionConditions();
        var padding = "x".repeat(7_000);

        IntStream.range(0, 100)
                .forEach(number ->
                        conditions.evaluate("'" + padding + number + "' != ''", name -> java.util.Optional.empty()));
        conditions.evaluate("true", name -> java.util.Optional.empty());
        conditions.evaluate("true", name -> java.util.Optional.empty());

        assertThat(conditions.size()).isBetween(30, SessionConditions.KEPT / 7_000 + 1);
    }

    private static Question mail(String to, TaskGrant... grants) {
        return mail(to, new SessionStanding.Opened(List.of(grants)));
    }

    private static Question mail(String to, SessionStanding session) {
        return asked("mail.send", "{\"to\":\"" + to + "\"}", session);
    }

    private static Question asked(String action, String parameters, SessionStanding session) {
        var asked = question(action, parameters, "support");
        return new Question(asked.principal(), action, parameters, null, null, null, session, asked.now());
    }
}
