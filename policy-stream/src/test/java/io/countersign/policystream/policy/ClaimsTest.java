package io.countersign.policystream.policy;

import static io.countersign.policystream.policy.Bundles.admitted;
import static io.countersign.policystream.policy.Bundles.loaded;
import static io.countersign.policystream.policy.Bundles.refused;
import static io.countersign.policystream.policy.Bundles.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.budget.Claim;
import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.budget.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an intent asks of which budget. */
class ClaimsTest {
    private static final String CHAT = """
            kind: Action
            name: llm.chat
            effect: read
            parameters: {type: object, properties: {copies: {type: integer}}}
            tokens: {input: inputTokens + inputTokens / 10, output: "maxTokens > 0 ? maxTokens : 256"}
            ---
            kind: Action
            name: echo
            effect: read
            parameters: {type: object}
            ---
            kind: Grant
            name: everybody
            who: "true"
            actions: ["*"]
            """;
    private static final String TOKENS = """
            kind: Budget
            name: chat-tokens-10m
            who: "'blocked' in principal.roles == false"
            actions: [llm.*]
            unit: tokens
            window: 10m
            limit: "'pro' in principal.roles ? 200000 : 50000"
            scope: user
            zone: UTC
            """;
    private static final String REQUESTS =
            "kind: Budget\nname: ten-a-day\nactions: ['*']\nunit: requests\nwindow: 1d\nlimit: 10\n";
    private static final Instant NOW = Instant.parse("2026-03-02T10:19:59.999Z");

    @Test
    void every_matching_budget_is_asked_in_its_unit_for_its_window() {
        var judgement = admitted(loaded(stream(CHAT, TOKENS, REQUESTS)).policy().judge(chat(105L, 400L)));

        assertThat(judgement.claims())
                .containsExactly(
                        new Claim(
                                "chat-tokens-10m",
                                Unit.TOKENS,
                                new Window(Instant.parse("2026-03-02T10:10:00Z"), Duration.ofMinutes(10)),
                                50_000,
                                515),
                        new Claim(
                                "ten-a-day",
                                Unit.REQUESTS,
                                new Window(Instant.parse("2026-03-02T00:00:00Z"), Duration.ofDays(1)),
                                10,
                                1));
        assertThat(judgement.reservedTokens()).isEqualTo(515);
        assertThat(judgement.maxOutputTokens()).isEqualTo(400);
    }

    @Test
    void windows_roll_or_follow_the_calendar_of_a_zone() {
        var rolling = TOKENS.replace("window: 10m", "window: rolling 24h");
        var monthly = REQUESTS.replace("window: 1d", "window: month\nzone: Europe/Vienna");
        var judgement = admitted(loaded(stream(CHAT, rolling, monthly)).policy().judge(chat(105L, 400L)));

        assertThat(judgement.claims())
                .extracting(Claim::window)
                .containsExactly(
                        new Window(Instant.parse("2026-03-02T10:10:00Z"), Duration.ofMinutes(10), Duration.ofHours(24)),
                        new Window(
                                Instant.parse("2026-02-28T23:00:00Z"),
                                Duration.ofDays(31).minusHours(1)));
    }

    @Test
    void input_and_output_are_asked_each_for_itself() {
        var input = TOKENS.replace("unit: tokens", "unit: input-tokens");
        var output = REQUESTS.replace("unit: requests", "unit: output-tokens");
        var judgement = admitted(loaded(stream(CHAT, input, output)).policy().judge(chat(105L, 400L)));

        assertThat(judgement.claims()).extracting(Claim::unit).containsExactly(Unit.INPUT_TOKENS, Unit.OUTPUT_TOKENS);
        assertThat(judgement.claims()).extracting(Claim::amount).containsExactly(115L, 400L);
    }

    @Test
    void what_the_intent_does_not_say_counts_as_nothing() {
        var judgement = admitted(loaded(stream(CHAT, TOKENS)).policy().judge(chat(null, null)));

        assertThat(judgement.reservedTokens()).isEqualTo(256);
        assertThat(judgement.maxOutputTokens()).isEqualTo(256);
    }

    @Test
    void a_limit_depends_on_who_asks_and_a_budget_may_be_for_others() {
        var policy = loaded(stream(CHAT, TOKENS)).policy();

        assertThat(admitted(policy.judge(chat(1L, 1L, "pro"))).claims())
                .singleElement()
                .extracting(Claim::limit, InstanceOfAssertFactories.LONG)
                .isEqualTo(200_000);
        assertThat(admitted(policy.judge(chat(1L, 1L, "blocked"))).claims()).isEmpty();
    }

    @Test
    void a_budget_of_other_actions_is_not_asked() {
        var policy = loaded(stream(CHAT, TOKENS)).policy();

        assertThat(admitted(policy.judge(Bundles.question("echo", "{}"))).claims())
                .isEmpty();
    }

    @Test
    void an_automatic_attempt_claims_what_the_first_one_did() {
        var policy = loaded(stream(CHAT, TOKENS, REQUESTS)).policy();

        assertThat(policy.charge(chat(105L, 400L))).isEqualTo(policy.judge(chat(105L, 400L)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit: 50000 / (inputTokens - 5)",
                "limit: inputTokens - 6",
                "limit: parameters.missing",
                "limit: 9007199254740991 + inputTokens",
                "limit: 9223372036854775807 + inputTokens"
            })
    void a_limit_that_fails_refuses(String limit) {
        String budget = "kind: Budget\nname: b\nactions: [llm.chat]\nunit: requests\nwindow: 1s\n" + limit + "\n";

        var refusal = refused(loaded(stream(CHAT, budget)).policy().judge(chat(5L, 1L)));

        assertThat(refusal.code()).isEqualTo("EVALUATION_FAILED");
        assertThat(refusal.reasons()).extracting(Reason::rule).containsExactly("b");
    }

    @Test
    void tokens_that_fail_refuse_also_an_automatic_attempt() {
        String failing = CHAT.replace("inputTokens + inputTokens / 10", "parameters.copies * inputTokens");
        var policy = loaded(stream(failing, TOKENS)).policy();

        assertThat(refused(policy.judge(chat(5L, 1L))).code()).isEqualTo("EVALUATION_FAILED");
        assertThat(refused(policy.charge(chat(5L, 1L))).reasons())
                .extracting(Reason::code, Reason::rule)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("EVALUATION_FAILED", "llm.chat"));
    }

    @Test
    void tokens_together_are_an_exact_number_too() {
        String largest = CHAT.replace("inputTokens + inputTokens / 10", "9007199254740990")
                .replace("\"maxTokens > 0 ? maxTokens : 256\"", "maxTokens");
        var policy = loaded(largest).policy();

        assertThat(admitted(policy.judge(chat(1L, 1L))).reservedTokens()).isEqualTo(9_007_199_254_740_991L);
        assertThat(refused(policy.judge(chat(1L, 2L))).code()).isEqualTo("EVALUATION_FAILED");
        assertThat(refused(policy.charge(chat(1L, 2L))).reasons())
                .extracting(Reason::rule)
                .containsExactly("llm.chat");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "maxTokens * 9223372036854775807",
                "inputTokens * 9007199254740991 + 9223372036854775807",
                "int(1e308 * double(maxTokens))",
                "-9223372036854775807 - maxTokens * 5"
            })
    void tokens_that_overflow_refuse(String tokens) {
        var policy =
                loaded(CHAT.replace("inputTokens + inputTokens / 10", tokens)).policy();

        assertThat(refused(policy.judge(chat(7L, 3L))).code()).isEqualTo("EVALUATION_FAILED");
        assertThat(refused(policy.charge(chat(7L, 3L))).code()).isEqualTo("EVALUATION_FAILED");
    }

    @Test
    void an_instant_that_overflows_in_an_expression_refuses() {
        String budget = "kind: Budget\nname: b\nactions: [llm.chat]\nunit: requests\nwindow: 1s\n"
                + "limit: \"now + duration('315576000000s') + duration('315576000000s') > now ? 5 : 6\"\n";

        assertThat(refused(loaded(stream(CHAT, budget)).policy().judge(chat(1L, 1L)))
                        .code())
                .isEqualTo("EVALUATION_FAILED");
    }

    private static Question chat(@Nullable Long inputTokens, @Nullable Long maxTokens, String... roles) {
        var ana = new Principal("acme", "ana", null, "assistant", List.of(roles));
        return new Question(ana, "llm.chat", "{}", "small", inputTokens, maxTokens, SessionStanding.NONE, NOW);
    }
}
