package io.countersign.policystream.policy;

import static io.countersign.policystream.policy.Bundles.OPEN_REFUND;
import static io.countersign.policystream.policy.Bundles.loaded;
import static io.countersign.policystream.policy.Bundles.problems;
import static io.countersign.policystream.policy.Bundles.question;
import static io.countersign.policystream.policy.Bundles.refused;
import static io.countersign.policystream.policy.Bundles.stream;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bundles that mean harm are refused, and intents that mean harm under good bundles are, in bounded time. */
@Timeout(120)
class HostileBundleTest {
    private static final String LIST = """
            kind: Action
            name: list
            effect: read
            parameters: {type: object, properties: {items: {type: array, items: {type: number}}, text: {type: string}}}
            ---
            kind: Grant
            name: everybody
            who: true
            actions: [list]
            """;

    @Test
    void a_thousand_million_values_in_ten_lines() {
        var bomb = new StringBuilder("kind: Action\nname: a\na: &a [x,x,x,x,x,x,x,x,x,x]\n");
        for (char each = 'b'; each <= 'j'; each++) {
            char before = (char) (each - 1);
            bomb.append(each).append(": &").append(each).append(" [");
            bomb.append(("*" + before + ",").repeat(9))
                    .append("*")
                    .append(before)
                    .append("]\n");
        }

        assertThat(problems(bomb.toString())).singleElement().asString().contains("aliases");
    }

    @Test
    void a_value_that_contains_itself() {
        assertThat(problems("kind: Action\nname: a\nparameters: &p {properties: {a: *p}}\n"))
                .singleElement()
                .asString()
                .contains("aliases");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 30_000})
    void nesting_without_end(int depth) {
        assertThat(problems("kind: Action\nname: a\nparameters: " + "{a: ".repeat(Math.min(depth, 16_000)) + "\n"))
                .singleElement()
                .asString()
                .contains("not YAML");
        assertThat(problems("kind: Action\nname: a\nparameters: " + "[".repeat(depth) + "\n"))
                .singleElement()
                .asString()
                .contains("not YAML");
    }

    @Test
    void block_nesting_without_end() {
        var nested = new StringBuilder("kind: Action\nname: a\nparameters:\n");
        for (int depth = 1; depth < 2_000; depth++) {
            nested.append(" ".repeat(depth)).append("a:\n");
        }

        assertThat(problems(nested.toString())).singleElement().asString().contains("not YAML");
    }

    @Test
    void a_megabyte_of_documents_of_nothing() {
        assertThat(problems("---\n".repeat(2_000_000)))
                .singleElement()
                .asString()
                .contains("more than 250000 values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"---\na: b\n", "--- a\n"})
    void documents_without_end(String document) {
        assertThat(problems(document.repeat(1_600_000)))
                .singleElement()
                .asString()
                .contains("more than 20000 documents");
    }

    /** Each would become a topic. */
    @Test
    void actions_without_end() {
        assertThat(problems(actions(1_000))).isEmpty();
        assertThat(problems(actions(1_001))).containsExactly("4002: the bundle has more than 1000 actions");
    }

    private static String actions(int count) {
        var actions = new StringBuilder();
        for (int action = 0; action < count; action++) {
            actions.append("---\nkind: Action\nname: a").append(action).append("\nparameters: {}\n");
        }
        return actions.toString();
    }

    @Test
    void values_without_end() {
        assertThat(problems("kind: Action\nname:\n" + "- a\n".repeat(3_000_000)))
                .singleElement()
                .asString()
                .contains("more than 250000 values");
    }

    @Test
    void file_markers_without_end() {
        assertThat(problems("# file: a\n".repeat(1_500_000)))
                .singleElement()
                .asString()
                .contains("more than 20000 files");
    }

    @Test
    void problems_without_end() {
        assertThat(problems("--- {a: 1, a: 2\n".repeat(900_000)))
                .hasSize(101)
                .last()
                .asString()
                .contains("and more");
    }

    @Test
    void an_intent_that_makes_an_honest_loop_expensive_is_refused() {
        var policy = loaded(stream(LIST, rule("parameters.items.exists(a, parameters.items.exists(b, a + b == 0.5))")))
                .policy();

        var refusal = refused(policy.judge(question("list", "{\"items\":[" + "1,".repeat(120_000) + "1]}")));

        assertThat(refusal.code()).isEqualTo("EVALUATION_FAILED");
        assertThat(refusal.reasons())
                .extracting(Reason::message)
                .allSatisfy(message -> assertThat(message).contains("Iteration budget exceeded"));
    }

    @Test
    void an_intent_whose_text_an_honest_pattern_could_choke_on_is_decided() {
        var policy = loaded(stream(LIST, rule("parameters.text.matches('^(([a-z])+.)+[A-Z]([a-z])+$')")))
                .policy();

        var judgement = policy.judge(question("list", "{\"text\":\"" + "a".repeat(200_000) + "\"}"));

        assertThat(judgement).isInstanceOf(Judgement.Admitted.class);
    }

    @Test
    void a_pattern_that_the_agent_writes_does_not_load() {
        assertThat(problems(stream(LIST, rule("'x'.matches(parameters.text)"))))
                .singleElement()
                .asString()
                .contains("must be written out");
    }

    @Test
    void an_intent_that_makes_a_summary_endless_is_cut_short() {
        String endless = LIST.replace("effect: read", "effect: read\nsummary: text(parameters)");
        var judgement = loaded(endless).policy().judge(question("list", "{\"text\":\"" + "a".repeat(200_000) + "\"}"));

        assertThat(judgement.summary()).hasSizeLessThan(2_100).endsWith("…");
    }

    /** Whatever is thrown at the reader, it answers: a policy or problems with lines of the stream. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_bundle_with_bytes_changed_at_random_is_read_or_refused(long seed) {
        var random = new Random(seed);
        String good = stream(OPEN_REFUND, rule("parameters.amount > 100").replace("[list]", "['*']"), LIST);
        String alphabet = "{}[]:,-'\"|>&*!%#?\n\t \\ax0.~=<\u0000\uFFFD";
        for (int round = 0; round < 150; round++) {
            var changed = new StringBuilder(good);
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                changed.setCharAt(random.nextInt(changed.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            var bundle = Bundle.read(changed.toString());

            if (bundle instanceof Bundle.Invalid invalid) {
                assertThat(invalid.problems())
                        .as(changed.toString())
                        .isNotEmpty()
                        .allSatisfy(problem -> {
                            assertThat(problem.line())
                                    .isBetween(1, (int) good.lines().count() + 5);
                            assertThat(problem.message()).isNotBlank();
                        });
            }
        }
    }

    @Test
    void a_window_of_the_whole_year_does_not_overflow() {
        String budget = "kind: Budget\nname: b\nactions: [list]\nunit: requests\nwindow: 366d\nlimit: 1\n";

        var claims = Bundles.admitted(loaded(stream(LIST, budget)).policy().judge(question("list", "{}")))
                .claims();

        assertThat(claims)
                .singleElement()
                .satisfies(claim -> assertThat(claim.window().length()).isEqualTo(Duration.ofDays(366)));
    }

    private static String rule(String when) {
        return "kind: Rule\nname: r\nactions: [list]\nverdict: reject\nwhen: \"" + when + "\"\n";
    }
}
