package io.countersign.policystream.policy;

import static io.countersign.policystream.policy.Bundles.OPEN_REFUND;
import static io.countersign.policystream.policy.Bundles.loaded;
import static io.countersign.policystream.policy.Bundles.problems;
import static io.countersign.policystream.policy.Bundles.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Limits;
import io.countersign.contract.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake in a document is a problem with its place and reason. */
class BundleProblemsTest {
    private static final String ACTION = "kind: Action\nname: a\nparameters: {type: object}\n";
    private static final String RULE = "kind: Rule\nname: r\nactions: [orders.refund]\n";
    private static final String GRANT = "kind: Grant\nname: g\nactions: [orders.refund]\n";
    private static final String BUDGET = "kind: Budget\nname: b\nactions: [orders.refund]\n";

    @Test
    void an_action_needs_a_name_and_parameters_and_has_defaults_for_the_rest() {
        var action = loaded("kind: Action\nname: a.b-c\nparameters: {}\n")
                .policy()
                .action("a.b-c")
                .orElseThrow();

        assertThat(action)
                .isEqualTo(new Action(
                        "a.b-c",
                        "a.b-c",
                        Effect.DESTRUCTIVE,
                        List.of(),
                        "{}",
                        false,
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(2),
                        RetrySchedule.ONCE,
                        "executor-service",
                        null,
                        null));
        assertThat(problems("kind: Action\n"))
                .containsExactly("1: action: 'name' is missing", "1: action: 'parameters' is missing");
    }

    @Test
    void an_action_says_everything_else_about_itself() {
        var action = loaded(ACTION + """
                        title: Do it
                        effect: read
                        labels: [external-effect, private-data]
                        idempotent: true
                        timeout: 500ms
                        executeWithin: 1h
                        retry: {attempts: 5, backoff: 2s, factor: 1.5, max: 1m}
                        executor: backend-team
                        cache: {scope: shared, ttl: 10m}
                        """).policy().action("a").orElseThrow();

        assertThat(action)
                .isEqualTo(new Action(
                        "a",
                        "Do it",
                        Effect.READ,
                        List.of("external-effect", "private-data"),
                        "{\"type\":\"object\"}",
                        true,
                        Duration.ofMillis(500),
                        Duration.ofHours(1),
                        new RetrySchedule(5, Duration.ofSeconds(2), 1.5, Duration.ofMinutes(1)),
                        "backend-team",
                        new Caching(Caching.Scope.SHARED, Duration.ofMinutes(10)),
                        null));
    }

    @Test
    void an_action_is_reconciled_unless_there_is_nothing_to_look_for() {
        var write = loaded(ACTION + """
                effect: write
                idempotent: true
                reconcile: 5m
                """);
        var unclear = loaded(ACTION + """
                effect: read
                reconcile: 1s
                """);

        assertThat(write.policy().action("a").orElseThrow().reconcile()).isEqualTo(Duration.ofMinutes(5));
        assertThat(unclear.policy().action("a").orElseThrow().reconcile()).isEqualTo(Duration.ofSeconds(1));
        assertThat(problems(ACTION + """
                effect: read
                idempotent: true
                reconcile: 5m
                """))
                .singleElement()
                .asString()
                .startsWith("6: action a: reconcile: is for what may have had an effect");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            name: A                             | 'A' must be lower-case words
            name: 1a                            | must be lower-case words
            name: a..b                          | must be lower-case words
            name: a_b                           | must be lower-case words
            name: [a]                           | name: must be a text, not a list
            name: 5                             | name: must be a text, not a number
            name: ""                            | name: must not be empty
            reconcile: 999ms                    | reconcile: must be from 1s to 1h, not 999ms
            reconcile: 61m                      | reconcile: must be from 1s to 1h, not 61m
            reconcile: soon                     | reconcile: 'soon' is not
            effect: writes                      | must be one of read, write, destructive, not 'writes'
            labels: external                    | labels: must be a list, not a text
            labels: [5]                         | labels: must hold texts, not a number
            parameters: [1]                     | must be a JSON Schema, which is a map, not a list
            tokens: {input: -5}                 | must be from 0 to 2^53 - 1, not -5
            tokens: {input: 1.5}                | must come to a whole number, not to double
            tokens: {total: 5}                  | unknown field 'total'; there are input, output
            idempotent: yes                     | must be true or false, not a text
            timeout: 10                         | must be a text, not a number
            timeout: 0s                         | must be from 1ms to 1d, not 0s
            timeout: 25h                        | must be from 1ms to 1d, not 25h
            timeout: 1.5s                       | '1.5s' is not a duration such as
            timeout: -1s                        | '-1s' is not a duration
            timeout: 99999999999999999999d      | is not a duration
            timeout: 999999999999d              | must be from 1ms to 1d
            executeWithin: 999ms                | must be from 1s to 1d, not 999ms
            retry: 5                            | retry: must be a map, not a number
            retry: {attempts: 0}                | attempts: must be a whole number from 1 to 100
            retry: {attempts: 101}              | attempts: must be a whole number from 1 to 100
            retry: {attempts: 1.5}              | attempts: must be a whole number from 1 to 100
            retry: {attempts: 1e999999999}      | attempts: must be a number
            retry: {factor: 0.9}                | factor: must be from 1 to 100
            retry: {backoff: 2s, max: 1s}       | max: must not be shorter than the backoff
            retry: {jitter: true}               | unknown field 'jitter'
            executor: a b                       | must be the name of a consumer group
            cache: 5m                           | cache: must be a map, not a text
            cache: {ttl: 5m}                    | cache: goes with the effect read only
            sumary: x                           | unknown field 'sumary'; there are cache, effect, executeWithin
            summary: Refund                     | undeclared reference to 'Refund'
            summary: 5                          | must come to a text, not to int
            summary: [a]                        | summary: must be an expression, not a list
            """)
    void a_wrong_action(String field, String problem) {
        String name = field.substring(0, field.indexOf(':'));
        String others =
                ACTION.lines().filter(line -> !line.startsWith(name + ":")).reduce("", (a, b) -> a + b + "\n");

        assertThat(problems(others + field + "\n")).singleElement().asString().contains(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                  | 4: action a: cache: 'ttl' is missing
            {scope: user}                       | 4: action a: cache: 'ttl' is missing
            {ttl: 999ms}                        | 4: action a: cache: ttl: must be from 1s to 7d, not 999ms
            {ttl: 169h}                         | 4: action a: cache: ttl: must be from 1s to 7d, not 169h
            {ttl: 5m, scope: team}              | 4: action a: cache: scope: must be one of user, shared, not 'team'
            {ttl: 5m, key: order}               | 4: action a: cache: unknown field 'key'; there are scope, ttl
            """)
    void a_wrong_cache(String cache, String problem) {
        assertThat(problems(ACTION + "cache: " + cache + "\neffect: read\n")).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource({"1s, 1000", "7d, 604800000"})
    void an_answer_is_given_again_to_the_same_user_unless_the_action_says_otherwise(String ttl, long millis) {
        var action = loaded(ACTION + "cache: {ttl: " + ttl + "}\neffect: read\n")
                .policy()
                .action("a")
                .orElseThrow();

        assertThat(action.cache()).isEqualTo(new Caching(Caching.Scope.USER, Duration.ofMillis(millis)));
    }

    @Test
    void names_have_at_most_64_characters() {
        assertThat(problems(ACTION.replace("name: a", "name: " + "a".repeat(64))))
                .isEmpty();
        assertThat(problems(ACTION.replace("name: a", "name: " + "a".repeat(65))))
                .singleElement()
                .asString()
                .contains("at most 64 characters");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            verdict: allow                                        | what no rule objects to is allowed
            verdict: deny                                         | must be one of allow, defer, hold, reject
            when: "true"                                          | 'verdict' is missing
            verdict: defer                                        | 'retryIn' is missing
            {verdict: defer, retryIn: 0s}                         | must be from 1s to 30d, not 0s
            {verdict: defer, retryIn: 31d}                        | must be from 1s to 30d, not 31d
            {verdict: hold, retryIn: 5m}                          | goes with the verdict defer only
            {verdict: reject, approval: {quorum: 1}}              | goes with the verdict hold only
            {verdict: hold, approval: {quorum: 0}}                | quorum: must be a whole number from 1 to 100
            {verdict: hold, approval: {quorum: -1}}               | quorum: must be a whole number from 1 to 100
            {verdict: hold, approval: {quorum: two}}              | quorum: must be a number, not a text
            {verdict: hold, approval: {within: 31d}}              | within: must be from 1s to 30d
            {verdict: hold, approval: {group: finance}}           | unknown field 'group'; there are groups, quorum, within
            {verdict: reject, when: parameters}                   | must come to true or false, not to map
            {verdict: reject, when: parameters.amount > }         | the expression ends too early
            {verdict: reject, reason: too much}                   | the expression is complete before 'much'
            {verdict: reject, scope: user}                        | unknown field 'scope'
            """)
    void a_wrong_rule(String fields, String problem) {
        assertThat(problems(stream(OPEN_REFUND, merged(RULE, fields))))
                .anySatisfy(found -> assertThat(found).contains("rule r: ").contains(problem));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            session: optional                                     | 'who' is missing
            {who: "true", session: none}                          | must be one of required, optional, not 'none'
            {who: "principal.groups == []", session: optional}    | undefined field 'groups'
            {who: "'yes'", session: optional}                     | must come to true or false, not to string
            """)
    void a_wrong_grant(String fields, String problem) {
        assertThat(problems(stream(OPEN_REFUND, merged(GRANT, fields))))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @Test
    void a_grant_may_need_a_session_or_leave_that_to_the_effect() {
        assertThat(problems(stream(ACTION, "kind: Grant\nname: g\nactions: [a]\nwho: true\n")))
                .isEmpty();
        assertThat(problems(stream(ACTION, "kind: Grant\nname: g\nactions: [a]\nwho: true\nsession: required\n")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {window: 10m, limit: 5}                               | 'unit' is missing
            {unit: tokens, limit: 5}                              | 'window' is missing
            {unit: tokens, window: 10m}                           | 'limit' is missing
            {unit: coins, window: 10m, limit: 5}                  | must be one of tokens, input-tokens, output-tokens, requests, cost-micros
            {unit: cost-micros, window: 10m, limit: 5}            | cost-micros needs prices, and there is no document of kind Model
            {unit: tokens, window: 0s, limit: 5}                  | must be from 1s to 366d
            {unit: tokens, window: 999ms, limit: 5}               | must be from 1s to 366d
            {unit: tokens, window: 367d, limit: 5}                | must be from 1s to 366d
            {unit: tokens, window: fortnight, limit: 5}           | 'fortnight' is not a duration
            {unit: tokens, window: months, limit: 5}              | 'months' is not a duration
            {unit: tokens, window: rolling, limit: 5}             | '' is not a duration
            {unit: tokens, window: rolling soon, limit: 5}        | 'soon' is not a duration
            {unit: tokens, window: rolling 999ms, limit: 5}       | must be from 1s to 366d
            {unit: tokens, window: rolling 367d, limit: 5}        | must be from 1s to 366d
            {unit: tokens, window: 10m, limit: -1}                | must be from 0 to 2^53 - 1, not -1
            {unit: tokens, window: 10m, limit: 9007199254740992}  | must be from 0 to 2^53 - 1
            {unit: tokens, window: 10m, limit: 99999999999999999999} | not a number of 64 bits
            {unit: tokens, window: 10m, limit: "'many'"}          | must come to a whole number, not to string
            {unit: tokens, window: 10m, limit: 5, scope: team}    | team and tenant are not supported yet
            {unit: tokens, window: 10m, limit: 5, scope: world}   | must be one of user, team, tenant
            {unit: tokens, window: 10m, limit: 5, zone: Europe/Vienna} | goes with window: month only
            {unit: tokens, window: rolling 1d, limit: 5, zone: Europe/Vienna} | goes with window: month only
            {unit: tokens, window: month, limit: 5, zone: Europe/Atlantis} | 'Europe/Atlantis' is not a time zone
            """)
    void a_wrong_budget(String fields, String problem) {
        assertThat(problems(stream(OPEN_REFUND, merged(BUDGET, fields))))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            kind: Rules                                           | unknown kind 'Rules'; there are Action, Rule, Grant, Budget, Counter, Model, Answer, Test
            name: a                                               | 'kind' is missing
            [kind, Action]                                        | a document must be a map with a 'kind', not a list
            Action                                                | a document must be a map with a 'kind', not a text
            """)
    void a_document_of_no_kind(String document, String problem) {
        assertThat(problems(stream(OPEN_REFUND, document + "\n")))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.refnd", "mail.*", "orders.refund.*", "Orders.*", "", "orders refund"})
    void a_target_that_is_no_action_is_a_problem_on_its_line(String target) {
        assertThat(problems(stream(
                        OPEN_REFUND,
                        "kind: Rule\nname: r\nverdict: reject\nactions:\n  - '*'\n  - '" + target + "'\n")))
                .singleElement()
                .asString()
                .startsWith("19: rule r: ");
    }

    @Test
    void names_are_unique_within_a_kind() {
        assertThat(problems(stream(OPEN_REFUND, RULE + "verdict: reject\n", RULE + "verdict: reject\n")))
                .containsExactly("20: rule r: there is another one of this name");
        assertThat(problems(stream(
                        OPEN_REFUND,
                        RULE + "verdict: reject\n",
                        "kind: Grant\nname: r\nwho: true\nactions: ['*']\nsession: optional\n")))
                .isEmpty();
    }

    @Test
    void all_problems_are_told_at_once_in_the_order_of_the_stream() {
        assertThat(problems("""
                        kind: Action
                        name: a
                        parameters: {type: objekt}
                        timeout: soon
                        ---
                        kind: Rule
                        name: r
                        actions: [b]
                        verdict: nope
                        when: amount > 100
                        ---
                        kind: Answers
                        name: m
                        """))
                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                .containsExactly("3", "4", "8", "9", "10", "12");
    }

    @Test
    void what_an_unreadable_document_may_have_defined_is_not_reported_as_missing() {
        assertThat(problems("kind: Action\nname: [a\n---\nkind: Rule\nname: r\nactions: [a]\nverdict: reject\n"))
                .singleElement()
                .asString()
                .contains("not YAML");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n---\n"})
    void a_bundle_without_actions_is_refused(String yaml) {
        assertThat(problems(yaml)).containsExactly("1: the bundle has no document of kind Action");
    }

    @Test
    void a_problem_names_the_file_and_its_line_if_the_stream_does() {
        var bundle = Bundle.read("---\n# file: 10-a.yaml\n" + ACTION + "---\n# file: 20-r.yaml\n# the rule\n" + RULE);

        assertThat(bundle)
                .isEqualTo(new Bundle.Invalid(List.of(
                        new Problem("20-r.yaml", 2, "rule r: 'verdict' is missing"),
                        new Problem("20-r.yaml", 4, "rule r: there is no action 'orders.refund'"))));
    }

    @Test
    void a_bundle_is_as_large_as_16_mib_of_utf8() {
        String line = "# " + "é".repeat(510) + "x\n";
        String largest = ACTION + line.repeat(Limits.BUNDLE_BYTES / 1024 - 1);
        largest += "#".repeat(1024 - ACTION.length());

        assertThat(largest.getBytes(StandardCharsets.UTF_8)).hasSize(Limits.BUNDLE_BYTES);
        assertThat(problems(largest)).isEmpty();
        assertThat(problems(largest + "#")).containsExactly("1: the bundle is larger than 16777216 bytes");
    }

    @Test
    void its_version_is_the_hash_of_its_text() {
        assertThat(loaded(ACTION).policy().version())
                .isEqualTo(Sha256.hex(ACTION))
                .isEqualTo(Bundle.hash(ACTION));
        assertThat(loaded(ACTION + "\n").policy().version()).isNotEqualTo(Sha256.hex(ACTION));
    }

    @Test
    void doubts_are_warnings() {
        var warnings = loaded(stream(
                        ACTION.replace("name: a", "name: b") + "retry: {attempts: 3}\n",
                        OPEN_REFUND.replace("actions: [\"*\"]", "actions: [orders.*]"),
                        RULE
                                + "verdict: reject\nwhen: parameters.note == 'x' && parameters.amount > parameters.amont\n",
                        BUDGET + "unit: tokens\nwindow: 1h\nlimit: 5\n"))
                .warnings();

        assertThat(warnings)
                .extracting(Warning::message)
                .containsExactlyInAnyOrder(
                        "action b: retry: an action that is not idempotent is tried again only if its executor says that"
                                + " nothing happened",
                        "action b: no grant names it, so nobody may use it",
                        "action orders.refund: reserves no tokens, so the budget b never stops it",
                        "rule r: when: parameters.note of orders.refund is optional, and used without has(): where it is"
                                + " missing, the intent is refused",
                        "rule r: when: parameters.amont of orders.refund is not in its schema, so the expression always"
                                + " fails");
    }

    @Test
    void looking_first_leaves_no_doubt() {
        assertThat(loaded(stream(
                                OPEN_REFUND,
                                RULE + "verdict: reject\nwhen: has(parameters.note) && parameters.note == 'x'\n"))
                        .warnings())
                .isEmpty();
    }

    /** Fields in flow style as lines of the document. */
    private static String merged(String document, String fields) {
        if (!fields.startsWith("{")) {
            return document + fields + "\n";
        }
        // a flow map cannot be continued by a block map, so the whole document becomes one
        return "{" + document.strip().replace("\n", ", ") + ", " + fields.substring(1) + "\n";
    }
}
