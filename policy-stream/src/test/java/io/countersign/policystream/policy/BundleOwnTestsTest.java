package io.countersign.policystream.policy;

import static io.countersign.policystream.policy.Bundles.OPEN_REFUND;
import static io.countersign.policystream.policy.Bundles.problems;
import static io.countersign.policystream.policy.Bundles.stream;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents of kind Test run when the bundle is read. */
class BundleOwnTestsTest {
    private static final String POLICY = stream(
            OPEN_REFUND,
            """
            kind: Rule
            name: above-100
            actions: [orders.refund]
            when: parameters.amount > 100
            verdict: hold
            reason: "'amount ' + text(parameters.amount) + ' is above 100'"
            """,
            "kind: Rule\nname: finance-waits\nactions: ['*']\nwhen: \"'finance' in principal.roles\"\nverdict: defer\nretryIn: 5m\n",
            "kind: Rule\nname: not-on-sundays\nactions: ['*']\nwhen: now.getDayOfWeek() == 0\nverdict: reject\n",
            "kind: Budget\nname: pro-models\nactions: ['*']\nwho: model == 'large'\nunit: requests\nwindow: 1d\nlimit: 0\n");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {action: orders.refund, parameters: {amount: 100}}                        | {verdict: allow}
            {action: orders.refund, parameters: {amount: 250}}                        | {verdict: hold, rule: above-100}
            {action: orders.refund, parameters: {amount: 250.0}}                      | {verdict: hold}
            {action: orders.refund, parameters: {amount: 5}, roles: [finance]}        | {verdict: defer, rule: finance-waits}
            {action: orders.refund, parameters: {amount: 250}, roles: [finance]}      | {verdict: hold, rule: finance-waits}
            {action: orders.refund, parameters: {}}                                   | {verdict: reject, code: INVALID_PARAMETERS}
            {action: orders.refund}                                                   | {verdict: reject, code: INVALID_PARAMETERS}
            {action: orders.gone}                                                     | {verdict: reject, code: UNKNOWN_ACTION}
            {action: orders.refund, parameters: {amount: 5}, session: s}              | {verdict: reject, code: SESSION_UNKNOWN}
            {action: orders.refund, parameters: {amount: 5}, session: {grants: [{action: "orders.*"}]}} | {verdict: allow}
            {action: orders.refund, parameters: {amount: 5}, session: {grants: [{action: orders.refund, when: parameters.amount < 5}]}} | {verdict: reject, code: NOT_GRANTED}
            {action: orders.refund, parameters: {amount: 5}, now: "2026-01-04T00:00:00Z"} | {verdict: reject, rule: not-on-sundays}
            {action: orders.refund, parameters: {amount: 5}, model: large, maxTokens: 5}  | {verdict: reject, code: OVER_BUDGET, rule: pro-models}
            """)
    void a_test_that_holds_is_silent(String intent, String expect) {
        assertThat(problems(withTest(intent, expect))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {action: orders.refund, parameters: {amount: 100}} | {verdict: hold}   | 43: test t: expected hold, but it came to allow
            {action: orders.refund, parameters: {amount: 250}} | {verdict: allow}  | 43: test t: expected allow, but it came to hold (above-100: amount 250 is above 100)
            {action: orders.gone}                              | {verdict: allow}  | 43: test t: expected allow, but it came to reject UNKNOWN_ACTION (there is no action 'orders.gone')
            {action: orders.gone}          | {verdict: reject, code: RULE}         | 43: test t: expected the code RULE, but it came to reject UNKNOWN_ACTION (there is no action 'orders.gone')
            {action: orders.refund, parameters: {amount: 250}} | {verdict: hold, rule: finance-waits} | 46: test t: expected finance-waits to speak, but it came to hold (above-100: amount 250 is above 100)
            """)
    void a_test_that_fails_is_a_problem_that_says_what_came(String intent, String expect, String problem) {
        assertThat(problems(withTest(intent, expect))).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {parameters: {}}                                     | {verdict: allow}             | test t: intent: 'action' is missing
            {action: a, parameters: [1]}                         | {verdict: allow}             | parameters: must be a map, not a list
            {action: a, parameters: {a: 9007199254740993}}       | {verdict: allow}             | 9007199254740993
            {action: a, role: [x]}                               | {verdict: allow}             | unknown field 'role'
            {action: a, maxTokens: -1}                           | {verdict: allow}             | maxTokens: must be a whole number
            {action: a, now: tomorrow}                           | {verdict: allow}             | must be an instant
            {action: a}                                          | {rule: r}                    | 'verdict' is missing
            {action: a}                                          | {verdict: maybe}             | must be one of allow, defer, hold, reject
            {action: a}                                          | {verdict: reject, code: NO}  | there is no code 'NO'
            {action: a}                                          | {verdict: allow, code: RULE} | goes with the verdict reject only
            {action: a}                                          | {verdict: allow, why: x}     | unknown field 'why'
            {action: a, session: {}}                             | {verdict: allow}             | session: 'grants' is missing
            {action: a, session: {grants: []}}                   | {verdict: allow}             | grants: must not be empty
            {action: a, session: {grants: [a]}}                  | {verdict: allow}             | grants: must hold maps
            {action: a, session: {grants: [{when: "true"}]}}     | {verdict: allow}             | grants: 'action' is missing
            {action: a, session: {grants: [{action: a, if: x}]}} | {verdict: allow}             | unknown field 'if'
            {action: a, session: {grants: [{action: a, when: "x"}]}} | {verdict: allow}         | grants: grant 1 (a): when:
            {action: a, session: 5}                              | {verdict: allow}             | session: must be a text
            5                                                    | {verdict: allow}             | intent: must be a map
            """)
    void a_wrong_test(String intent, String expect, String problem) {
        assertThat(problems(withTest(intent, expect)))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @Test
    void a_test_needs_a_name_an_intent_and_an_expectation() {
        assertThat(problems(stream(OPEN_REFUND, "kind: Test\n")))
                .containsExactly(
                        "14: test: 'name' is missing",
                        "14: test: 'intent' is missing",
                        "14: test: 'expect' is missing");
    }

    private static String withTest(String intent, String expect) {
        return stream(POLICY, "kind: Test\nname: t\nintent: " + intent + "\nexpect:\n  " + expect + "\n");
    }
}
