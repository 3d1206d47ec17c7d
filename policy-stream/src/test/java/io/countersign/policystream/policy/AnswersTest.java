package io.countersign.policystream.policy;

import static io.countersign.policystream.policy.Bundles.admitted;
import static io.countersign.policystream.policy.Bundles.loaded;
import static io.countersign.policystream.policy.Bundles.problems;
import static io.countersign.policystream.policy.Bundles.question;
import static io.countersign.policystream.policy.Bundles.refused;
import static io.countersign.policystream.policy.Bundles.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Limits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bundle answers itself, and what it does not. */
class AnswersTest {
    private static final String ASK = """
            kind: Action
            name: faq.ask
            summary: "'Ask ' + parameters.text"
            effect: read
            labels: [asked]
            tokens: {input: "100"}
            parameters: {type: object, additionalProperties: false, required: [text], properties: {text: {type: string}, urgent: {type: boolean}}}
            """;

    private static final String REFUND = """
            kind: Action
            name: orders.refund
            effect: write
            parameters: {type: object}
            """;

    private static final String EVERYBODY = """
            kind: Grant
            name: everybody
            who: "true"
            actions: ["*"]
            session: optional
            """;

    private static final String HOURS = """
            kind: Answer
            action: faq.ask
            match: parameters.text == 'hours'
            result: {content: "Nine to five, Monday to Friday."}
            """;

    private static final String NEVER_FITS = """
            kind: Budget
            name: ten-tokens
            actions: [faq.ask]
            unit: tokens
            window: 10m
            limit: 10
            """;

    @Test
    void an_intent_that_matches_is_answered_by_the_bundle() {
        var judgement = admitted(ask(HOURS, "hours"));

        assertThat(judgement.answer())
                .isEqualTo(new PreparedAnswer("faq.ask/1", "{\"content\":\"Nine to five, Monday to Friday.\"}"));
        assertThat(judgement.summary()).isEqualTo("Ask hours");
    }

    @Test
    void one_that_does_not_match_is_not() {
        assertThat(admitted(ask(HOURS, "prices")).answer()).isNull();
    }

    @Test
    void an_answer_is_called_by_its_name_or_after_its_place_among_those_of_its_action() {
        var policy = policy(HOURS, answer("prices", "b", "1"), answer(null, "c", "2"));

        assertThat(policy.judge(asking("hours")))
                .satisfies(judgement -> assertThat(name(judgement)).isEqualTo("faq.ask/1"));
        assertThat(name(policy.judge(asking("b")))).isEqualTo("prices");
        assertThat(name(policy.judge(asking("c")))).isEqualTo("faq.ask/3");
    }

    @Test
    void the_first_that_matches_in_the_order_of_the_bundle_is_given() {
        var policy = policy(answer("first", "a", "1"), answer("second", "a", "2"));

        assertThat(name(policy.judge(asking("a")))).isEqualTo("first");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5                        | 5
            2.50                     | 2.5
            yes                      | "yes"
            true                     | true
            [1, {b: 1, a: []}]       | [1,{"a":[],"b":1}]
            ""                       | ""
            """)
    void a_result_is_any_json_value_in_its_canonical_text(String yaml, String json) {
        assertThat(admitted(policy(answer("a", "a", yaml)).judge(asking("a"))).answer())
                .isEqualTo(new PreparedAnswer("a", json));
    }

    @Test
    void a_match_that_fails_refuses() {
        var judgement = refused(ask("""
                kind: Answer
                name: urgent
                action: faq.ask
                match: parameters.urgent
                result: 1
                """, "hours"));

        assertThat(judgement.code()).isEqualTo("EVALUATION_FAILED");
        assertThat(judgement.reasons())
                .singleElement()
                .satisfies(reason -> assertThat(reason.rule()).isEqualTo("urgent"));
    }

    @Test
    void one_that_fails_behind_the_one_that_is_given_is_not_looked_at() {
        var failing = "kind: Answer\naction: faq.ask\nmatch: parameters.urgent\nresult: 1\n";

        assertThat(name(policy(HOURS, failing).judge(asking("hours")))).isEqualTo("faq.ask/1");
        assertThat(refused(policy(failing, HOURS).judge(asking("hours"))).code())
                .isEqualTo("EVALUATION_FAILED");
    }

    @Test
    void nothing_of_a_budget_is_needed_and_nothing_is_added_to_a_counter() {
        var counter = "kind: Counter\nname: asked\nactions: [faq.ask]\nwindow: 1d\n";
        var judgement = admitted(policy(HOURS, NEVER_FITS, counter).judge(asking("hours")));

        assertThat(judgement.answer()).isNotNull();
        assertThat(judgement.claims()).isEmpty();
        assertThat(judgement.reservedTokens()).isZero();
        assertThat(judgement.additions()).isEmpty();
    }

    @Test
    void a_limit_that_fails_does_not_stand_in_the_way() {
        var failing = NEVER_FITS.replace("limit: 10", "limit: \"1 / (size(principal.roles))\"");

        assertThat(name(policy(HOURS, failing).judge(asking("hours")))).isEqualTo("faq.ask/1");
        assertThat(refused(policy(HOURS, failing).judge(asking("prices"))).code())
                .isEqualTo("EVALUATION_FAILED");
    }

    @Test
    void grants_parameters_and_rules_are_asked_before() {
        var rejecting = "kind: Rule\nname: no\nactions: [faq.ask]\nverdict: reject\n";
        var policy = policy(HOURS, rejecting);

        assertThat(refused(policy.judge(asking("hours"))).code()).isEqualTo("RULE");
        assertThat(refused(policy.judge(question("faq.ask", "{}"))).code()).isEqualTo("INVALID_PARAMETERS");
        assertThat(refused(loaded(stream(ASK, HOURS)).policy().judge(asking("hours")))
                        .code())
                .isEqualTo("NOT_GRANTED");
    }

    @Test
    void hold_and_defer_rules_are_told_with_the_answer() {
        var holding = "kind: Rule\nname: look\nactions: [faq.ask]\nverdict: hold\n";
        var deferring = "kind: Rule\nname: later\nactions: [faq.ask]\nverdict: defer\nretryIn: 5m\n";
        var judgement = admitted(policy(HOURS, holding, deferring).judge(asking("hours")));

        assertThat(judgement.clauses()).hasSize(1);
        assertThat(judgement.retryIn()).isNotNull();
        assertThat(judgement.answer()).isNotNull();
    }

    @Test
    void what_was_handed_over_before_is_not_answered_any_more_nor_is_an_automatic_attempt() {
        var failing = "kind: Answer\naction: faq.ask\nmatch: parameters.urgent\nresult: 1\n";
        var first = asking("hours");
        var again = new Question(
                first.principal(),
                first.action(),
                first.parameters(),
                null,
                null,
                null,
                first.session(),
                first.now(),
                first.remembered(),
                true);

        assertThat(admitted(policy(HOURS).judge(again)).answer()).isNull();
        assertThat(admitted(policy(failing).judge(again)).answer()).isNull();
        assertThat(admitted(policy(HOURS).charge(first)).answer()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {action: faq.gone, match: true, result: 1}                         | 20: answer: there is no action 'faq.gone'
            {action: 'faq.*', match: true, result: 1}                          | 20: answer: action: 'faq.*' must be the name of one action
            {action: '', match: true, result: 1}                               | 20: answer: action: must not be empty
            {match: true, result: 1}                                           | 20: answer: 'action' is missing
            {action: faq.ask, result: 1}                                       | 20: answer: 'match' is missing
            {action: faq.ask, match: true}                                     | 20: answer: 'result' is missing
            {action: faq.ask, match: true, result: null}                       | 20: answer: result: must not be nothing
            {action: faq.ask, match: true, result: 9007199254740993}           | 20: answer: result: no JSON can say it
            {action: faq.ask, match: 1 + 1, result: 1}                         | 20: answer: match: must come to true or false, not to int
            {action: faq.ask, match: text == 'x', result: 1}                   | 20: answer: match: undeclared reference to 'text', at column 1 in "text == 'x'"
            {action: faq.ask, match: "counters['x'] > 1.0", result: 1}         | 20: answer: match: there is no counter 'x'
            {action: faq.ask, match: true, result: 1, name: Opening Hours}     | answer Opening Hours: name: 'Opening Hours' must be lower-case words
            {action: faq.ask, match: true, result: 1, reason: x}               | answer: unknown field 'reason'; there are action, kind, match, name, on, result
            {action: orders.refund, match: true, result: 1}                    | 20: answer: action: an answer can stand in for what only reads, and the effect of orders.refund is write
            """)
    void a_wrong_answer(String fields, String problem) {
        String document = "{kind: Answer, " + fields.substring(1) + "\n";

        assertThat(problems(stream(ASK, REFUND, EVERYBODY, document)))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @Test
    void names_are_unique() {
        assertThat(problems(stream(ASK, EVERYBODY, answer("a", "a", "1"), answer("a", "b", "2"))))
                .singleElement()
                .asString()
                .endsWith("answer a: there is another one of this name");
    }

    @Test
    void a_result_has_the_size_of_an_executors_at_most() {
        assertThat(problems(stream(ASK, EVERYBODY, answer("a", "a", listOf(Limits.RESULT_BYTES, "x")))))
                .isEmpty();
        assertThat(problems(stream(ASK, EVERYBODY, answer("a", "a", listOf(Limits.RESULT_BYTES + 1, "x")))))
                .singleElement()
                .asString()
                .endsWith("answer a: result: must be " + Limits.RESULT_BYTES + " bytes at most");
        assertThat(problems(stream(ASK, EVERYBODY, answer("a", "a", listOf(Limits.RESULT_BYTES, "é")))))
                .as("bytes of UTF-8, not characters")
                .hasSize(1);
    }

    /** A list of texts whose JSON has so many characters, one to a line. */
    private static String listOf(int length, String last) {
        var list = new StringBuilder();
        int left = length - 2;
        while (left > 2_000) {
            list.append("\n  - ").append("x".repeat(997));
            left -= 1_000;
        }
        return list.append("\n  - ").append("x".repeat(left - 3)).append(last).toString();
    }

    @Test
    void an_optional_parameter_that_a_match_takes_for_granted_is_a_warning() {
        var bundle = loaded(stream(
                ASK, EVERYBODY, "kind: Answer\nname: urgent\naction: faq.ask\nmatch: parameters.urgent\nresult: 1\n"));

        assertThat(bundle.warnings())
                .singleElement()
                .satisfies(warning ->
                        assertThat(warning.message()).startsWith("answer urgent: match: parameters.urgent of faq.ask"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{verdict: allow}",
                "{verdict: allow, answered: true}",
                "{verdict: allow, answered: true, rule: faq.ask/1}"
            })
    void a_test_can_expect_to_be_answered(String expect) {
        assertThat(problems(stream(ASK, EVERYBODY, HOURS, NEVER_FITS, test("hours", expect))))
                .isEmpty();
    }

    @Test
    void a_test_can_expect_not_to_be_answered() {
        assertThat(problems(stream(ASK, EVERYBODY, HOURS, test("prices", "{verdict: allow, answered: false}"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            hours  | {verdict: allow, answered: false} | test t: expected no prepared answer, but it came to allow (faq.ask/1: answered as the policy has prepared it: nothing was called)
            prices | {verdict: allow, answered: true}  | test t: expected a prepared answer, but it came to allow
            hours  | {verdict: allow, rule: other}     | test t: expected other to speak, but it came to allow (faq.ask/1: answered as the policy has prepared it: nothing was called)
            hours  | {verdict: hold, answered: true}   | test t: expect: answered: goes with the verdict allow only
            hours  | {verdict: allow, answered: often} | test t: expect: answered: must be true or false, not a text
            """)
    void a_test_that_expects_otherwise_fails(String text, String expect, String problem) {
        assertThat(problems(stream(ASK, EVERYBODY, HOURS, test(text, expect))))
                .singleElement()
                .asString()
                .endsWith(problem);
    }

    @Test
    void what_a_person_has_to_approve_first_is_not_answered_in_a_test() {
        var holding = "kind: Rule\nname: look\nactions: [faq.ask]\nverdict: hold\n";

        assertThat(problems(stream(ASK, EVERYBODY, HOURS, holding, test("hours", "{verdict: hold, answered: false}"))))
                .isEmpty();
    }

    private static Policy policy(String... documents) {
        return loaded(stream(ASK, EVERYBODY, String.join("---\n", documents))).policy();
    }

    private static Judgement ask(String document, String text) {
        return policy(document).judge(asking(text));
    }

    private static Question asking(String text) {
        return question("faq.ask", "{\"text\":\"" + text + "\"}");
    }

    private static String name(Judgement judgement) {
        var answer = admitted(judgement).answer();
        return answer == null ? "none" : answer.name();
    }

    private static String answer(@Nullable String name, String text, String result) {
        return "kind: Answer\n" + (name == null ? "" : "name: " + name + "\n")
                + "action: faq.ask\nmatch: parameters.text == '" + text + "'\nresult: " + result + "\n";
    }

    private static String test(String text, String expect) {
        return "kind: Test\nname: t\nintent: {action: faq.ask, parameters: {text: " + text + "}}\nexpect: " + expect
                + "\n";
    }
}
