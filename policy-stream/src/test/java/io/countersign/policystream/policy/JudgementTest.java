package io.countersign.policystream.policy;

import static io.countersign.policystream.policy.Bundles.OPEN_REFUND;
import static io.countersign.policystream.policy.Bundles.admitted;
import static io.countersign.policystream.policy.Bundles.loaded;
import static io.countersign.policystream.policy.Bundles.question;
import static io.countersign.policystream.policy.Bundles.refund;
import static io.countersign.policystream.policy.Bundles.refundWith;
import static io.countersign.policystream.policy.Bundles.refused;
import static io.countersign.policystream.policy.Bundles.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.policy.expression.Expression;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which verdict an intent gets, by which code, for which reasons. */
class JudgementTest {
    private static final String HOLD_ABOVE_100 = """
            kind: Rule
            name: above-100
            actions: [orders.refund]
            when: parameters.amount > 100
            verdict: hold
            reason: "'amount ' + text(parameters.amount) + ' is above 100'"
            approval: {groups: [finance], quorum: 2, within: 4h}
            """;
    private static final String REJECT_ABOVE_1000 = """
            kind: Rule
            name: above-1000
            actions: ["orders.*"]
            when: parameters.amount > 1000
            verdict: reject
            """;

    @Test
    void what_no_rule_objects_to_is_admitted() {
        var policy = refundWith();

        assertThat(refund(policy, "99.99"))
                .isEqualTo(new Judgement.Admitted(
                        policy.action("orders.refund").orElseThrow(),
                        List.of(),
                        "Refund 99.99",
                        List.of(),
                        null,
                        List.of(),
                        0,
                        0,
                        null,
                        List.of(),
                        null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"99.99", "100", "100.0", "1e2", "0.01", "-250"})
    void up_to_100_no_person_is_asked(String amount) {
        assertThat(admitted(refund(refundWith(HOLD_ABOVE_100), amount)).clauses())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100.01, 100.01", "250, 250", "250.0, 250", "2.5e2, 250", "1e21, 1000000000000000000000"})
    void above_100_a_person_is_asked_however_the_amount_is_written(String amount, String words) {
        var held = admitted(refund(refundWith(HOLD_ABOVE_100), amount));

        assertThat(held.clauses())
                .containsExactly(new ApprovalClause("above-100", List.of("finance"), 2, Duration.ofHours(4)));
        assertThat(held.reasons())
                .containsExactly(new Reason("RULE", "above-100", "amount " + words + " is above 100"));
        assertThat(held.summary()).isEqualTo("Refund " + words);
    }

    @Test
    void the_most_severe_verdict_wins_and_every_matching_rule_is_recorded() {
        var refusal = refused(refund(refundWith(HOLD_ABOVE_100, REJECT_ABOVE_1000), "1000.01"));

        assertThat(refusal.code()).isEqualTo("RULE");
        assertThat(refusal.reasons())
                .containsExactly(
                        new Reason("RULE", "above-100", "amount 1000.01 is above 100"),
                        new Reason("RULE", "above-1000", "the rule above-1000 applies"));
        assertThat(refusal.summary()).isEqualTo("Refund 1000.01");
    }

    @Test
    void every_hold_asks_for_its_own_approval_and_the_longest_wait_counts() {
        var policy = refundWith(
                HOLD_ABOVE_100,
                "kind: Rule\nname: second\nactions: ['*']\nverdict: hold\n",
                "kind: Rule\nname: soon\nactions: ['*']\nverdict: defer\nretryIn: 5m\n",
                "kind: Rule\nname: later\nactions: ['*']\nverdict: defer\nretryIn: 2h\n",
                "kind: Rule\nname: sooner\nactions: ['*']\nverdict: defer\nretryIn: 1s\n");

        var judgement = admitted(refund(policy, "250"));

        assertThat(judgement.clauses()).extracting(ApprovalClause::rule).containsExactly("above-100", "second");
        assertThat(judgement.clauses().getLast())
                .isEqualTo(new ApprovalClause("second", List.of(), 1, Duration.ofHours(24)));
        assertThat(judgement.retryIn()).isEqualTo(Duration.ofHours(2));
        assertThat(judgement.reasons())
                .extracting(Reason::rule)
                .containsExactly("above-100", "second", "soon", "later", "sooner");
    }

    @Test
    void what_is_not_in_the_catalogue_does_not_exist() {
        var refusal = refused(refundWith().judge(question("orders.\u202Erefund", "{}")));

        assertThat(refusal)
                .isEqualTo(new Judgement.Refused(
                        "UNKNOWN_ACTION",
                        List.of(new Reason("UNKNOWN_ACTION", null, "there is no action 'orders.\uFFFDrefund'")),
                        "orders.\uFFFDrefund"));
    }

    @Test
    void parameters_that_break_the_schema_are_refused_with_every_violation_and_no_rule_is_asked() {
        var refusal = refused(refundWith("kind: Rule\nname: all\nactions: ['*']\nverdict: reject\n")
                .judge(question("orders.refund", "{\"note\":5,\"x\":1}")));

        assertThat(refusal.code()).isEqualTo("INVALID_PARAMETERS");
        assertThat(refusal.reasons())
                .extracting(Reason::code)
                .containsOnly("INVALID_PARAMETERS")
                .hasSize(3);
        assertThat(refusal.reasons())
                .extracting(Reason::message)
                .contains("/note: integer found, string expected", "/amount: required property 'amount' not found");
        assertThat(refusal.summary()).isEqualTo("Refund an order");
    }

    @Test
    void a_session_that_nobody_opened_is_unknown_whatever_the_grants_say() {
        var asked = question("orders.refund", "{\"amount\":1}");
        var inSession = new Question(
                asked.principal(),
                asked.action(),
                asked.parameters(),
                null,
                null,
                null,
                SessionStanding.UNKNOWN,
                asked.now());

        var refusal = refused(refundWith(REJECT_ABOVE_1000).judge(inSession));

        assertThat(refusal.code()).isEqualTo("SESSION_UNKNOWN");
        assertThat(refusal.reasons()).hasSize(1);
        assertThat(refusal.summary()).isEqualTo("Refund 1");
    }

    @Test
    void without_a_grant_nothing_is_granted_and_no_rule_is_asked() {
        var policy = loaded(stream(
                        OPEN_REFUND.replace("who: \"true\"", "who: \"'support' in principal.roles\""),
                        REJECT_ABOVE_1000))
                .policy();

        var refusal = refused(refund(policy, "5000"));

        assertThat(refusal.code()).isEqualTo("NOT_GRANTED");
        assertThat(refusal.reasons())
                .containsExactly(new Reason("NOT_GRANTED", null, "no grant lets this user ask for orders.refund"));
        assertThat(admitted(policy.judge(question("orders.refund", "{\"amount\":1}", "sales", "support")))
                        .reasons())
                .isEmpty();
    }

    @Test
    void grants_are_alternatives() {
        var policy = loaded(
                        stream(
                                OPEN_REFUND.replace("who: \"true\"", "who: \"true\"\nwhen: parameters.amount < 10"),
                                "kind: Grant\nname: more\nwho: \"'finance' in principal.roles\"\nactions: ['orders.*']\nsession: optional\n"))
                .policy();

        assertThat(admitted(refund(policy, "9")).reasons()).isEmpty();
        assertThat(admitted(policy.judge(question("orders.refund", "{\"amount\":500}", "finance")))
                        .reasons())
                .isEmpty();
        assertThat(refused(refund(policy, "10")))
                .isEqualTo(new Judgement.Refused(
                        "NOT_GRANTED",
                        List.of(new Reason("NOT_GRANTED", "everybody", "the grant does not cover these parameters")),
                        "Refund 10"));
    }

    @Test
    void a_grant_that_fails_grants_nothing_and_spoils_no_other() {
        String failing =
                "kind: Grant\nname: failing\nwho: 'true'\nwhen: parameters.note == 'x'\nactions: ['*']\nsession: optional\n";
        String action = OPEN_REFUND.substring(0, OPEN_REFUND.indexOf("---\n"));

        var refusal = refused(refund(loaded(stream(action, failing)).policy(), "1"));
        assertThat(refusal.code()).isEqualTo("EVALUATION_FAILED");
        assertThat(refusal.reasons())
                .containsExactly(new Reason(
                        "EVALUATION_FAILED",
                        "failing",
                        "its condition could not be evaluated: key 'note' is not present in map."));

        assertThat(admitted(refund(
                                loaded(stream(action, failing, OPEN_REFUND.substring(action.length() + 4)))
                                        .policy(),
                                "1"))
                        .reasons())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"REQUIRED, SESSION_REQUIRED", "BY_EFFECT, SESSION_REQUIRED", "OPTIONAL, ''"})
    void a_grant_that_counts_in_a_session_only_does_not_count_without_one(Grant.SessionNeed need, String code) {
        var refunds = ((CompiledPolicy) refundWith()).of("orders.refund").orElseThrow();
        var yes = new Expression.Constant<>(true);
        var policy = new ActionPolicy(
                refunds.action(),
                List.of(),
                List.of(new Grant("g", yes, yes, need)),
                List.of(),
                List.of(),
                List.of(),
                List.of());

        var judgement = new Hearing(
                        policy,
                        new Models(java.util.Map.of()),
                        Memorable.NOTHING,
                        new SessionConditions(),
                        question("orders.refund", "{\"amount\":1}"))
                .judge();

        assertThat(judgement instanceof Judgement.Refused refused ? refused.code() : "")
                .isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reject", "hold", "defer"})
    void a_rule_that_fails_refuses_whatever_its_verdict(String verdict) {
        var policy = refundWith(
                HOLD_ABOVE_100,
                "kind: Rule\nname: failing\nactions: ['*']\nwhen: parameters.note == 'x'\nverdict: " + verdict
                        + (verdict.equals("defer") ? "\nretryIn: 5m\n" : "\n"));

        var refusal = refused(refund(policy, "250"));

        assertThat(refusal.code()).isEqualTo("EVALUATION_FAILED");
        assertThat(refusal.reasons()).extracting(Reason::rule).containsExactly("above-100", "failing");
        assertThat(refused(refund(policy, "1")).code()).isEqualTo("EVALUATION_FAILED");
        assertThat(admitted(policy.judge(question("orders.refund", "{\"amount\":1,\"note\":\"y\"}")))
                        .clauses())
                .isEmpty();
    }

    @Test
    void a_condition_that_is_no_truth_value_refuses() {
        var refusal = refused(refund(
                refundWith("kind: Rule\nname: odd\nactions: ['*']\nwhen: parameters.amount\nverdict: hold\n"), "1"));

        assertThat(refusal.reasons())
                .containsExactly(new Reason(
                        "EVALUATION_FAILED",
                        "odd",
                        "its condition could not be evaluated: it must come to true or false, not to the number 1"));
    }

    @Test
    void a_reason_that_cannot_be_worded_refuses_and_the_rule_is_recorded_all_the_same() {
        var refusal = refused(refund(
                refundWith(
                        "kind: Rule\nname: mute\nactions: ['*']\nverdict: hold\nreason: \"'for ' + parameters.note\"\n"),
                "1"));

        assertThat(refusal.code()).isEqualTo("EVALUATION_FAILED");
        assertThat(refusal.reasons())
                .extracting(Reason::code, Reason::message)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "EVALUATION_FAILED",
                                "its reason could not be evaluated: key 'note' is not present in map."),
                        org.assertj.core.groups.Tuple.tuple("RULE", "the rule mute applies"));
    }

    @Test
    void what_cannot_be_put_into_words_does_not_run() {
        var policy = loaded(
                        OPEN_REFUND.replace("'Refund ' + text(parameters.amount)", "'Refund for ' + parameters.note"))
                .policy();

        var refusal = refused(refund(policy, "1"));

        assertThat(refusal.code()).isEqualTo("EVALUATION_FAILED");
        assertThat(refusal.summary()).isEqualTo("Refund an order");
        assertThat(admitted(policy.judge(question("orders.refund", "{\"amount\":1,\"note\":\"Ana\\n\\u202e!\"}")))
                        .summary())
                .isEqualTo("Refund for Ana \uFFFD!");
    }

    @Test
    void an_automatic_attempt_is_not_asked_for_grants_rules_and_words_again() {
        var policy = loaded(stream(
                        OPEN_REFUND
                                .replace("who: \"true\"", "who: \"false\"")
                                .replace("'Refund ' + text(parameters.amount)", "'Refund for ' + parameters.note"),
                        REJECT_ABOVE_1000))
                .policy();

        var charged = admitted(policy.charge(question("orders.refund", "{\"amount\":5000}")));

        assertThat(charged.summary()).isEqualTo("Refund an order");
        assertThat(charged.reasons()).isEmpty();
        assertThat(charged.clauses()).isEmpty();
        assertThat(refused(policy.charge(question("orders.gone", "{}"))).code()).isEqualTo("UNKNOWN_ACTION");
    }

    @Test
    void rules_see_who_asks_for_what_and_when() {
        String when =
                "action == 'orders.refund' && principal.tenant == 'acme' && principal.user == 'ana' && principal.team == ''"
                        + " && principal.agent == 'assistant' && principal.roles == ['support'] && model == '' &&"
                        + " inputTokens == 0 && maxTokens == 0 && now == timestamp('2026-03-02T10:00:00Z')";
        var policy = refundWith("kind: Rule\nname: all\nactions: ['*']\nverdict: reject\nwhen: \"" + when + "\"\n");
        var asked = question("orders.refund", "{\"amount\":1}", "support");

        assertThat(refused(policy.judge(asked)).code()).isEqualTo("RULE");
        var differently = new Question(
                new Principal("acme", "ana", "sales", "assistant", List.of("support")),
                asked.action(),
                asked.parameters(),
                "small",
                5L,
                7L,
                SessionStanding.NONE,
                Instant.parse("2026-03-02T10:00:00.001Z"));
        assertThat(admitted(policy.judge(differently)).reasons()).isEmpty();
    }

    @Test
    void the_same_question_has_the_same_answer_in_every_thread() {
        var policy = refundWith(HOLD_ABOVE_100, REJECT_ABOVE_1000);
        var expected = refund(policy, "250");

        var answers = java.util.stream.IntStream.range(0, 2_000)
                .parallel()
                .mapToObj(each -> refund(policy, "250"))
                .distinct()
                .toList();

        assertThat(answers).containsExactly(expected);
    }
}
