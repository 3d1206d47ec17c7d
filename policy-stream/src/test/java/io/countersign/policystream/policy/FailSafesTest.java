package io.countersign.policystream.policy;

import static io.countersign.policystream.policy.Bundles.admitted;
import static io.countersign.policystream.policy.Bundles.loaded;
import static io.countersign.policystream.policy.Bundles.problems;
import static io.countersign.policystream.policy.Bundles.question;
import static io.countersign.policystream.policy.Bundles.stream;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bundle has prepared for the case that no executor could answer. */
class FailSafesTest {
    private static final String ASK = """
            kind: Action
            name: faq.ask
            effect: read
            parameters: {type: object, required: [text], properties: {text: {type: string}, urgent: {type: boolean}}}
            ---
            kind: Action
            name: orders.refund
            parameters: {type: object}
            ---
            kind: Grant
            name: everybody
            who: "true"
            actions: ["*"]
            session: optional
            """;
    private static final String SORRY = answer("sorry", "failure", "parameters.text != 'prices'", "{content: Later.}");

    @Test
    void it_stands_in_for_a_failure_and_is_not_given_at_once() {
        var policy = loaded(stream(ASK, SORRY)).policy();

        assertThat(policy.failSafe(asking("hours")))
                .isEqualTo(new FailSafe(new PreparedAnswer("sorry", "{\"content\":\"Later.\"}"), List.of()));
        assertThat(admitted(policy.judge(asking("hours"))).answer()).isNull();
        assertThat(policy.failSafe(asking("prices"))).isEqualTo(FailSafe.NONE);
        assertThat(policy.failSafe(question("orders.refund", "{}"))).isEqualTo(FailSafe.NONE);
        assertThat(policy.failSafe(question("orders.gone", "{}"))).isEqualTo(FailSafe.NONE);
    }

    @Test
    void what_is_given_at_once_does_not_stand_in_for_a_failure() {
        for (var on : List.of("", "on: request\n")) {
            var policy = loaded(stream(ASK, "kind: Answer\naction: faq.ask\nmatch: true\nresult: 1\n" + on))
                    .policy();

            assertThat(policy.failSafe(asking("hours"))).isEqualTo(FailSafe.NONE);
            assertThat(admitted(policy.judge(asking("hours"))).answer()).isNotNull();
        }
    }

    @Test
    void the_first_that_matches_in_the_order_of_the_bundle_stands_in() {
        var policy = loaded(stream(
                        ASK,
                        answer("prices", "failure", "parameters.text == 'prices'", "1"),
                        answer("urgent", "failure", "has(parameters.urgent) && parameters.urgent", "2"),
                        answer("any", "failure", "true", "3")))
                .policy();

        assertThat(policy.failSafe(asking("hours")).answer()).isEqualTo(new PreparedAnswer("any", "3"));
        assertThat(policy.failSafe(asking("prices")).answer()).isEqualTo(new PreparedAnswer("prices", "1"));
    }

    @Test
    void a_match_that_fails_leaves_it_at_none_and_says_why() {
        var policy = loaded(stream(ASK, answer("urgent", "failure", "parameters.urgent", "1"), SORRY))
                .policy();

        var failSafe = policy.failSafe(asking("hours"));

        assertThat(failSafe.answer()).isNull();
        assertThat(failSafe.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("EVALUATION_FAILED");
            assertThat(reason.rule()).isEqualTo("urgent");
            assertThat(reason.message()).startsWith("whether it matches could not be evaluated: ");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {action: faq.ask, on: timeout, match: true, result: 1}       | answer: on: must be one of request, failure, not 'timeout'
            {action: faq.ask, on: true, match: true, result: 1}          | answer: on: must be a text, not true or false
            {action: orders.refund, on: failure, match: true, result: 1} | answer: action: an answer can stand in for what only reads
            """)
    void a_wrong_answer(String fields, String problem) {
        assertThat(problems(stream(ASK, "{kind: Answer, " + fields.substring(1) + "\n")))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{verdict: allow, onFailure: sorry}", "{verdict: allow, answered: false}"})
    void a_test_can_expect_it(String expect) {
        assertThat(problems(stream(ASK, SORRY, test("hours", expect)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            hours  | {verdict: allow, onFailure: other}  | test t: expected other to answer in case of failure, but sorry does
            prices | {verdict: allow, onFailure: sorry}  | test t: expected sorry to answer in case of failure, but nothing does
            hours  | {verdict: allow, onFailure: [sorry]} | test t: expect: onFailure: must be a text, not a list
            hours  | {verdict: reject, onFailure: sorry} | test t: expect: onFailure: does not go with the verdict reject
            """)
    void a_test_that_expects_otherwise_fails(String text, String expect, String problem) {
        assertThat(problems(stream(ASK, SORRY, test(text, expect))))
                .singleElement()
                .asString()
                .endsWith(problem);
    }

    private static Question asking(String text) {
        return question("faq.ask", "{\"text\":\"" + text + "\"}");
    }

    private static String answer(String name, String on, String match, String result) {
        return "kind: Answer\nname: " + name + "\naction: faq.ask\non: " + on + "\nmatch: " + match + "\nresult: "
                + result + "\n";
    }

    private static String test(String text, String expect) {
        return "kind: Test\nname: t\nintent: {action: faq.ask, parameters: {text: " + text + "}}\nexpect: " + expect
                + "\n";
    }
}
