package io.countersign.policystream.policy;

import static io.countersign.policystream.policy.Bundles.OPEN_REFUND;
import static io.countersign.policystream.policy.Bundles.problems;
import static io.countersign.policystream.policy.Bundles.stream;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every duration and number of a bundle has limits: the limit itself passes, one more is a problem that names it. */
class BundleLimitsTest {

    private static final String ACTION = "kind: Action\nname: a\nparameters: {}\nidempotent: true\n";
    private static final String RULE = "kind: Rule\nname: r\nactions: [orders.refund]\n";
    private static final String BUDGET = "kind: Budget\nname: b\nactions: [orders.refund]\n";
    private static final String TEST = "kind: Test\nname: t\nexpect: {verdict: allow}\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            timeout: %s                                    | 1d        | 86400001ms       | from 1ms to 1d
            timeout: %s                                    | 1ms       | 0ms              | from 1ms to 1d
            executeWithin: %s                              | 24h       | 86401s           | from 1s to 1d
            executeWithin: %s                              | 1s        | 999ms            | from 1s to 1d
            retry: {attempts: %s}                          | 100       | 101              | from 1 to 100
            retry: {attempts: %s}                          | 1         | 2147483649       | from 1 to 100
            retry: {backoff: %s, max: 1d}                  | 1d        | 86400001ms       | from 0s to 1d
            retry: {max: %s}                               | 1440m     | 1441m            | from 0s to 1d
            retry: {factor: %s}                            | 100       | 100.001          | from 1 to 100
            retry: {factor: %s}                            | 1         | 0.999            | from 1 to 100
            tokens: {input: %s}                            | 9007199254740991 | 9007199254740992 | from 0 to 2^53 - 1
            tokens: {output: %s}                           | 9007199254740991 | 9007199254740992 | from 0 to 2^53 - 1
            """)
    void of_an_action(String field, String limit, String beyond, String named) {
        assertLimit(stream(ACTION + field + "\n"), 5, limit, beyond, named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            verdict: defer; retryIn: %s                        | 30d  | 2592000001ms | from 1s to 30d
            verdict: defer; retryIn: %s                        | 1s   | 999ms        | from 1s to 30d
            verdict: hold; approval: {within: %s}              | 720h | 721h         | from 1s to 30d
            verdict: hold; approval: {within: %s}              | 1s   | 999999999999d | from 1s to 30d
            verdict: hold; approval: {quorum: %s}              | 100  | 101          | from 1 to 100
            verdict: hold; approval: {quorum: %s}              | 1    | 4294967297   | from 1 to 100
            """)
    void of_a_rule(String fields, String limit, String beyond, String named) {
        assertLimit(stream(OPEN_REFUND, RULE + fields.replace("; ", "\n") + "\n"), 18, limit, beyond, named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            unit: requests; limit: 1; window: %s   | 366d             | 31622400001ms       | from 1s to 366d
            unit: requests; limit: 1; window: %s   | 1s               | 999ms               | from 1s to 366d
            unit: requests; window: 1s; limit: %s  | 9007199254740991 | 9007199254740992    | from 0 to 2^53 - 1
            unit: requests; window: 1s; limit: %s  | 0                | -1                  | from 0 to 2^53 - 1
            unit: requests; window: 1s; limit: %s  | 5                | 9223372036854775808 | not a number of 64 bits
            unit: requests; window: 1s; limit: %s  | 5 * 5            | 9223372036854775807 + 1 | overflow
            """)
    void of_a_budget(String fields, String limit, String beyond, String named) {
        assertLimit(stream(OPEN_REFUND, BUDGET + fields.replace("; ", "\n") + "\n"), 19, limit, beyond, named);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            now: %s         | 9999-12-31T23:59:59Z | +10000-01-01T00:00:00Z      | to 9999-12-31T23:59:59Z
            now: %s         | 1970-01-01T00:00:00Z | 1969-12-31T23:59:59Z        | from 1970-01-01T00:00:00Z
            now: %s         | 2026-01-01T00:00:00Z | +999999999-12-31T23:59:59Z  | from 1970-01-01T00:00:00Z
            maxTokens: %s   | 2147483647           | 2147483648                  | from 0 to 2147483647
            """)
    void of_a_test(String field, String limit, String beyond, String named) {
        var intent = "intent: {action: orders.refund, parameters: {amount: 5}, " + field + "}\n";
        assertLimit(stream(OPEN_REFUND, TEST + intent), 17, limit, beyond, named);
    }

    @Test
    void the_longest_of_everything_is_one_bundle() {
        assertThat(problems(stream(
                        ACTION + "timeout: 1d\nexecuteWithin: 1d\n"
                                + "retry: {attempts: 100, backoff: 1d, factor: 100, max: 1d}\n",
                        "kind: Rule\nname: r\nactions: [a]\nverdict: hold\napproval: {quorum: 100, within: 30d}\n")))
                .isEmpty();
    }

    private static void assertLimit(String document, int line, String limit, String beyond, String named) {
        assertThat(problems(document.formatted(limit))).isEmpty();
        assertThat(problems(document.formatted(beyond)))
                .singleElement()
                .asString()
                .startsWith(line + ": ")
                .contains(named);
    }
}
