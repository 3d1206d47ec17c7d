package io.countersign.policystream.policy;

import static io.countersign.policystream.policy.Bundles.OPEN_REFUND;
import static io.countersign.policystream.policy.Bundles.admitted;
import static io.countersign.policystream.policy.Bundles.loaded;
import static io.countersign.policystream.policy.Bundles.problems;
import static io.countersign.policystream.policy.Bundles.question;
import static io.countersign.policystream.policy.Bundles.refundWith;
import static io.countersign.policystream.policy.Bundles.refused;
import static io.countersign.policystream.policy.Bundles.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Sha256;
import io.countersign.policystream.memory.Addition;
import io.countersign.policystream.memory.CounterKey;
import io.countersign.policystream.memory.Recollection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counters add, what rules see of them, and what a bundle may not say about them. */
class CountersTest {
    private static final String REFUNDED = """
            kind: Counter
            name: refunded
            actions: [orders.refund]
            add: parameters.amount
            window: rolling 24h
            """;
    private static final String OF_AMOUNT = """
            kind: Counter
            name: of-amount
            actions: [orders.refund]
            key: parameters.amount
            window: 1h
            """;
    private static final String READ = """
            kind: Action
            name: orders.read
            labels: [private-data]
            effect: read
            parameters: {type: object}
            """;

    @Test
    void a_counter_adds_what_its_expression_comes_to_in_the_window_of_now() {
        var added = admitted(Bundles.refund(refundWith(REFUNDED), "99.99")).additions();

        assertThat(added).singleElement().satisfies(addition -> {
            assertThat(addition.counter()).isEqualTo("refunded");
            assertThat(addition.key()).isEmpty();
            assertThat(addition.amount()).isEqualByComparingTo("99.99");
            assertThat(addition.window().opens()).isEqualTo(Instant.parse("2026-03-02T10:00:00Z"));
            assertThat(addition.window().span()).isEqualTo(Duration.ofHours(24));
        });
    }

    @Test
    void it_adds_one_if_it_says_nothing_else() {
        assertThat(admitted(Bundles.refund(refundWith(OF_AMOUNT), "7")).additions())
                .extracting(Addition::amount)
                .containsExactly(BigDecimal.ONE);
    }

    @Test
    void what_adds_nothing_leaves_nothing() {
        assertThat(admitted(Bundles.refund(refundWith(REFUNDED), "0")).additions())
                .isEmpty();
    }

    @Test
    void an_automatic_attempt_adds_nothing() {
        var charged = refundWith(REFUNDED).charge(question("orders.refund", "{\"amount\":1}"));

        assertThat(admitted(charged).additions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "parameters.note,            x",
        "parameters.amount,          7.5",
        "parameters.amount * 2.0,    15",
        "parameters.count,           3",
        "parameters.amount > 1.0,    true",
    })
    void keys_are_texts_numbers_and_truth_values_as_people_write_them(String key, String text) {
        var policy = refundWith("kind: Counter\nname: c\nactions: ['*']\nwindow: 1h\nkey: " + key + "\n");

        var judgement = policy.judge(question("orders.refund", "{\"amount\":7.5,\"count\":3,\"note\":\"x\"}"));

        assertThat(admitted(judgement).additions()).extracting(Addition::key).containsExactly(Sha256.hex(text));
    }

    @Test
    void a_key_of_any_length_is_kept_as_a_hash() {
        var policy = refundWith("kind: Counter\nname: c\nactions: ['*']\nwindow: 1h\nkey: parameters.note\n");
        var note = "ä".repeat(100_000);

        var judgement = policy.judge(question("orders.refund", "{\"amount\":1,\"note\":\"" + note + "\"}"));

        assertThat(admitted(judgement).additions().getFirst().key()).hasSize(64);
    }

    @Test
    void a_key_that_cannot_be_told_matters_only_to_who_looks_at_its_counter() {
        var ofNote = "kind: Counter\nname: of-note\nactions: [orders.read]\nkey: parameters.note\nwindow: 1h\n";
        var rule =
                "kind: Rule\nname: enough\nactions: [orders.refund]\nwhen: counters.refunded >= 1\nverdict: reject\n";

        var judgement = Bundles.refund(refundWith(READ, ofNote, REFUNDED, rule), "7");

        assertThat(admitted(judgement).additions())
                .extracting(Addition::counter)
                .containsExactly("refunded");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            parameters.amount - 5.0             | what it adds could not be evaluated: it must be from 0 to 2^53 - 1, not -4
            parameters.amount / 0.0             | what it adds could not be evaluated: it must be from 0 to 2^53 - 1, not Infinity
            (parameters.amount - 1.0) / 0.0     | what it adds could not be evaluated: it must be from 0 to 2^53 - 1, not NaN
            parameters.amount * 1e16            | what it adds could not be evaluated: it must be from 0 to 2^53 - 1, not 10000000000000000
            parameters.note                     | what it adds could not be evaluated: key 'note' is not present in map.
            """)
    void an_addition_that_is_no_amount_refuses(String add, String why) {
        var policy = refundWith("kind: Counter\nname: c\nactions: ['*']\nwindow: 1h\nadd: " + add + "\n");

        var refusal = refused(Bundles.refund(policy, "1"));

        assertThat(refusal.code()).isEqualTo("EVALUATION_FAILED");
        assertThat(refusal.reasons()).containsExactly(new Reason("EVALUATION_FAILED", "c", why));
    }

    @Test
    void a_key_that_has_no_value_refuses_also_where_no_rule_looks_at_it() {
        var policy = refundWith("kind: Counter\nname: c\nactions: ['*']\nwindow: 1h\nkey: parameters.note\n");

        assertThat(refused(Bundles.refund(policy, "1")).reasons())
                .containsExactly(new Reason(
                        "EVALUATION_FAILED", "c", "its key could not be evaluated: key 'note' is not present in map."));
    }

    @Test
    void a_rule_sees_what_was_added_before_and_not_what_the_intent_would_add() {
        var policy = refundWith(REFUNDED, rule("counters['refunded'] + parameters.amount > 500.0"));

        assertThat(admitted(refund(policy, "100", remembering(Map.of("refunded", "400"))))
                        .clauses())
                .isEmpty();
        assertThat(admitted(refund(policy, "100", remembering(Map.of("refunded", "400.01"))))
                        .clauses())
                .hasSize(1);
    }

    @Test
    void a_counter_that_nothing_was_added_to_is_zero() {
        var policy = refundWith(REFUNDED, rule("counters.refunded == 0.0 && has(counters.refunded)"));

        assertThat(admitted(Bundles.refund(policy, "1")).clauses()).hasSize(1);
    }

    @Test
    void a_key_is_that_of_the_intent_in_question() {
        var policy = refundWith(OF_AMOUNT, rule("counters['of-amount'] >= 2.0"));
        var seen = new Recollection() {
            @Override
            public BigDecimal counted(CounterKey key) {
                return key.key().equals(Sha256.hex("7")) ? BigDecimal.TWO : BigDecimal.ZERO;
            }

            @Override
            public List<String> labels() {
                return List.of();
            }

            @Override
            public Map<String, Long> counts() {
                return Map.of();
            }
        };

        assertThat(admitted(refund(policy, "7", seen)).clauses()).hasSize(1);
        assertThat(admitted(refund(policy, "8", seen)).clauses()).isEmpty();
    }

    @Test
    void grants_limits_and_words_may_look_back_too() {
        var policy = loaded(stream("""
                        kind: Action
                        name: orders.refund
                        summary: "'Refund; ' + text(counters['refunded']) + ' so far'"
                        effect: write
                        parameters: {type: object, properties: {amount: {type: number}}, required: [amount]}
                        """, """
                        kind: Grant
                        name: g
                        who: "true"
                        when: counters['refunded'] < 100.0
                        actions: [orders.refund]
                        session: optional
                        """, """
                        kind: Budget
                        name: b
                        actions: [orders.refund]
                        unit: requests
                        window: 1h
                        limit: "counters['refunded'] > 50.0 ? 1 : 2"
                        """, REFUNDED)).policy();

        var first = admitted(refund(policy, "1", remembering(Map.of("refunded", "50"))));
        assertThat(first.summary()).isEqualTo("Refund; 50 so far");
        assertThat(first.claims().getFirst().limit()).isEqualTo(2);
        assertThat(admitted(refund(policy, "1", remembering(Map.of("refunded", "51"))))
                        .claims()
                        .getFirst()
                        .limit())
                .isEqualTo(1);
        assertThat(refused(refund(policy, "1", remembering(Map.of("refunded", "100"))))
                        .code())
                .isEqualTo("NOT_GRANTED");
        // nobody has asked for anything yet: what was approved before is not known
        var ana = new Principal("acme", "ana", null, "bot", List.of());
        assertThat(policy.allowances(ana, Instant.EPOCH)).isEmpty();
        assertThat(policy.permitted(ana, SessionStanding.NONE, Instant.EPOCH)).hasSize(1);
    }

    @Test
    void labels_and_counts_of_the_session_are_there_for_rules() {
        var policy =
                refundWith(READ, rule("'private-data' in session.labels || session.counts['orders.refund'] >= 20"));

        assertThat(admitted(Bundles.refund(policy, "1")).clauses()).isEmpty();
        assertThat(admitted(refund(policy, "1", new Given(Map.of(), labels("private-data"), Map.of())))
                        .clauses())
                .hasSize(1);
        assertThat(admitted(refund(policy, "1", counts("orders.refund", 19))).clauses())
                .isEmpty();
        assertThat(admitted(refund(policy, "1", counts("orders.refund", 20))).clauses())
                .hasSize(1);
    }

    @Test
    void a_session_counts_every_action_of_the_catalogue_and_in_one_order() {
        var policy = refundWith(READ, rule("text(session.counts) == '{\"orders.read\":0,\"orders.refund\":3}'"));

        assertThat(admitted(refund(policy, "1", counts("orders.refund", 3))).clauses())
                .hasSize(1);
    }

    @Test
    void the_action_in_question_may_be_looked_up_by_its_variable() {
        var policy = refundWith(rule("session.counts[action] > 2"));

        assertThat(admitted(refund(policy, "1", counts("orders.refund", 3))).clauses())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            window: 1h\\nadd: "'one'"                           | add: must come to a number, not to string
            window: 1h\\nadd: "1.0 / 0.0"                       | add: it must be from 0 to 2^53 - 1, not Infinity
            window: 1h\\nadd: "0.0 / 0.0"                       | add: it must be from 0 to 2^53 - 1, not NaN
            window: 1h\\nadd: -1                                | add: it must be from 0 to 2^53 - 1, not -1
            window: 1h\\nkey: "[1]"                             | key: must come to a text, a number, or true or false, not to list
            window: 1h\\nkey: parameters.                       | key: ERROR
            window: 1h\\nkey: counters['c']                     | key: may not look at counters
            window: 1h\\nadd: counters['c']                     | add: may not look at counters
            window: 1h\\nadd: session.counts['orders.refund']   | add: may not look at counters, session.labels or session.counts
            add: 1                                              | 'window' is missing
            window: now and then                                | window: 'now and then' is not
            window: 10ms                                        | window: must be from 1s to 366d
            window: rolling 10ms                                | window: must be from 1s to 366d
            window: rolling 1h\\nzone: Europe/Vienna            | zone: goes with window: month only
            window: month\\nzone: Vienna                        | zone: 'Vienna' is not a time zone
            window: 1h\\nlimit: 5                               | unknown field 'limit'
            """)
    void a_counter_that_cannot_work_is_refused_with_its_line(String fields, String message) {
        var counter = "kind: Counter\nname: c\nactions: [orders.refund]\n" + fields.replace("\\n", "\n") + "\n";

        assertThat(problems(stream(OPEN_REFUND, counter)))
                .anySatisfy(
                        problem -> assertThat(problem).contains("counter c: ").contains(message.replace("ERROR", "")))
                .allSatisfy(problem -> assertThat(line(problem)).isGreaterThan(12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[orders.burn]", "['burn.*']"})
    void a_counter_of_actions_that_do_not_exist_is_refused(String actions) {
        assertThat(problems(stream(OPEN_REFUND, "kind: Counter\nname: c\nwindow: 1h\nactions: " + actions + "\n")))
                .singleElement()
                .asString()
                .startsWith("17: counter c: ");
    }

    @Test
    void two_counters_of_one_name_are_refused() {
        assertThat(problems(stream(OPEN_REFUND, REFUNDED, REFUNDED)))
                .containsExactly("21: counter refunded: there is another one of this name");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            counters['other'] > 1.0                  | there is no counter 'other'
            counters.other > 1.0                     | there is no counter 'other'
            has(counters.other)                      | there is no counter 'other'
            counters[action] > 1.0                   | counters are looked at by name, written out as a text: counters['name']
            'refunded' in counters                   | counters are looked at by name
            counters.exists(c, counters[c] > 1.0)    | counters are looked at by name
            size(counters) > 1                       | counters are looked at by name
            session.counts['orders.burn'] > 1        | there is no action 'orders.burn'
            session.counts.burn > 1                  | there is no action 'burn'
            counters['refunded'] > 'a lot'           | '>' does not take
            session.label == 'x'                     | undefined field 'label'
            """)
    void what_cannot_be_told_is_found_when_the_bundle_is_read(String when, String message) {
        assertThat(problems(stream(OPEN_REFUND, REFUNDED, rule(when))))
                .singleElement()
                .asString()
                .startsWith("24: rule r: when: ")
                .contains(message);
    }

    @Test
    void a_label_that_no_action_has_is_a_warning() {
        assertThat(loaded(stream(OPEN_REFUND, rule("'privat-data' in session.labels")))
                        .warnings())
                .extracting(Warning::message)
                .contains("rule r: when: no action has the label 'privat-data'");
    }

    @Test
    void a_counter_without_a_key_may_be_looked_at_for_any_action() {
        var rule = rule("counters['refunded'] > 1.0").replace("[orders.refund]", "['*']");

        assertThat(problems(stream(OPEN_REFUND, READ, REFUNDED, rule))).isEmpty();
    }

    @Test
    void a_counter_with_a_key_only_for_the_actions_that_it_names() {
        var rule = rule("counters['of-amount'] > 1.0").replace("[orders.refund]", "['*']");

        assertThat(problems(stream(OPEN_REFUND, READ, OF_AMOUNT, rule)))
                .containsExactly("30: rule r: when: the counter of-amount has a key, and does not name orders.read:"
                        + " for its parameters there is no such key");
        assertThat(problems(stream(OPEN_REFUND, READ, OF_AMOUNT, rule("counters['of-amount'] > 1.0"))))
                .isEmpty();
    }

    @Test
    void a_test_says_what_was_approved_before() {
        assertThat(problems(stream(
                        OPEN_REFUND,
                        READ,
                        REFUNDED,
                        rule("counters['refunded'] >= 150.5 && 'private-data' in session.labels"
                                + " && session.counts['orders.read'] == 2"),
                        test("{counters: {refunded: 150.5}, labels: [private-data], counts: {orders.read: 2}}", "hold"),
                        test("{counters: {refunded: 150.4}, labels: [private-data], counts: {orders.read: 2}}", "allow")
                                .replace("name: t", "name: less"),
                        test("{}", "allow").replace("name: t", "name: none"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {counters: {other: 1}}            | there is no counter 'other'
            {counters: {refunded: -1}}        | refunded: must be from 0 to 2^53 - 1
            {counters: {refunded: a lot}}     | refunded: must be a number, not a text
            {counts: {orders.burn: 1}}        | there is no action 'orders.burn'
            {counts: {orders.refund: 1.5}}    | orders.refund: must be a whole number
            {labels: [secret]}                | no action has the label 'secret'
            {labels: secret}                  | labels: must be a list, not a text
            {label: [secret]}                 | unknown field 'label'
            """)
    void a_test_cannot_take_for_approved_what_cannot_be(String given, String message) {
        assertThat(problems(stream(OPEN_REFUND, REFUNDED, test(given, "allow"))))
                .singleElement()
                .asString()
                .contains("test t: given: ")
                .contains(message);
    }

    private static String rule(String when) {
        return "kind: Rule\nname: r\nactions: [orders.refund]\nverdict: hold\nwhen: \"" + when.replace("\"", "\\\"")
                + "\"\n";
    }

    private static String test(String given, String verdict) {
        return "kind: Test\nname: t\ngiven: " + given
                + "\nintent: {action: orders.refund, parameters: {amount: 1}}\nexpect: {verdict: " + verdict + "}\n";
    }

    private static Judgement refund(Policy policy, String amount, Recollection remembered) {
        var asked = question("orders.refund", "{\"amount\":" + amount + "}");
        return policy.judge(new Question(
                asked.principal(),
                asked.action(),
                asked.parameters(),
                null,
                null,
                null,
                SessionStanding.NONE,
                asked.now(),
                remembered,
                false));
    }

    private static Given remembering(Map<String, String> counters) {
        var sums = new java.util.HashMap<String, Given.Entry<BigDecimal>>();
        counters.forEach((name, sum) -> sums.put(name, new Given.Entry<>(1, new BigDecimal(sum))));
        return new Given(sums, List.of(), Map.of());
    }

    private static List<Placed> labels(String label) {
        return List.of(new Placed(1, label));
    }

    private static Given counts(String action, long count) {
        return new Given(Map.of(), List.of(), Map.of(action, new Given.Entry<>(1, count)));
    }

    private static int line(String problem) {
        return Integer.parseInt(problem.substring(0, problem.indexOf(':')));
    }
}
