package io.countersign.policystream.policy;

import static io.countersign.policystream.policy.Bundles.admitted;
import static io.countersign.policystream.policy.Bundles.loaded;
import static io.countersign.policystream.policy.Bundles.problems;
import static io.countersign.policystream.policy.Bundles.refused;
import static io.countersign.policystream.policy.Bundles.stream;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.budget.Claim;
import io.countersign.policystream.budget.Prices;
import io.countersign.policystream.budget.Tariff;
import io.countersign.policystream.budget.Tariff.Rate;
import io.countersign.policystream.budget.Unit;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What models cost, and what budgets of costs hold. */
class ModelsTest {
    private static final Prices SMALL_PRICES = new Prices(150_000, 75_000, 600_000);
    private static final Prices LARGE_PRICES = new Prices(100_000, 100_000, 9_000_000);
    private static final String CHAT = """
            kind: Action
            name: llm.chat
            effect: read
            parameters: {type: object}
            tokens: {input: inputTokens, output: maxTokens}
            ---
            kind: Grant
            name: everybody
            who: "true"
            actions: ["*"]
            """;
    private static final String KNOWN_ONLY = CHAT.replace("effect: read", "effect: read\nmodels: known");
    private static final String COST =
            "kind: Budget\nname: a-cent-a-day\nactions: [llm.chat]\nunit: cost-micros\nwindow: 1d\nlimit: 10000\n";
    private static final String SMALL =
            "kind: Model\nname: small\nprices: {input: 150000, cached: 75000, output: 600000}\n";
    private static final String LARGE =
            "kind: Model\nname: vendor/large-4.1:latest\nprices: {input: 100000, output: 9000000}\n";

    @ParameterizedTest
    @CsvSource({
        // input, output, micro-units, rounded up
        "0, 0, 0",
        "1, 0, 1",
        "100, 50, 45",
        "101, 50, 46",
        "1000000, 1000000, 750000",
    })
    void a_budget_of_costs_holds_what_the_tokens_of_the_model_may_cost(long input, long output, long micros) {
        var judgement = admitted(judge("small", input, output, CHAT, COST, SMALL, LARGE));

        assertThat(judgement.claims())
                .singleElement()
                .satisfies(claim -> assertThat(claim.unit()).isEqualTo(Unit.COST_MICROS))
                .extracting(Claim::amount)
                .isEqualTo(micros);
        assertThat(judgement.tariff()).isEqualTo(new Tariff(List.of(new Rate("small", SMALL_PRICES))));
    }

    @Test
    void a_cached_price_that_is_not_there_is_that_of_input() {
        assertThat(admitted(judge("vendor/large-4.1:latest", 1, 1, CHAT, LARGE)).tariff())
                .isEqualTo(new Tariff(List.of(new Rate("vendor/large-4.1:latest", LARGE_PRICES))));
    }

    @Test
    void without_a_model_the_highest_of_all_prices_count() {
        var judgement = admitted(judge(null, 1_000_000, 1_000_000, CHAT, COST, SMALL, LARGE));

        assertThat(judgement.claims()).extracting(Claim::amount).containsExactly(9_150_000L);
        assertThat(judgement.tariff()).isEqualTo(Tariff.ofAny(new Prices(150_000, 100_000, 9_000_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "dear"})
    void a_model_among_the_parameters_chooses_nothing(String named) {
        var small = SMALL + "maxOutput: 10\nfallbacks: ['vendor/large-4.1:latest']\n";
        var policy = loaded(stream(CHAT, COST, small, LARGE)).policy();

        var judgement = admitted(policy.judge(chat(null, "{\"model\":\"" + named + "\"}", 0, 1_000_000)));

        assertThat(judgement)
                .isEqualTo(admitted(policy.judge(chat(null, "{}", 0, 1_000_000))))
                .satisfies(
                        as -> assertThat(as.tariff()).isEqualTo(Tariff.ofAny(new Prices(150_000, 100_000, 9_000_000))));
    }

    @Test
    void the_intents_model_counts_whatever_its_parameters_name() {
        var policy = loaded(stream(CHAT, COST, SMALL, LARGE)).policy();

        var judgement = admitted(policy.judge(chat("small", "{\"model\":\"dear\"}", 1_000_000, 0)));

        assertThat(judgement.claims()).extracting(Claim::amount).containsExactly(150_000L);
    }

    @Test
    void a_model_without_a_price_is_refused_where_its_price_is_needed_and_only_there() {
        var judgement = refused(judge("dear", 1, 0, CHAT, COST, SMALL));

        assertThat(judgement.code()).isEqualTo("EVALUATION_FAILED");
        assertThat(judgement.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.rule()).isEqualTo("a-cent-a-day");
            assertThat(reason.message()).isEqualTo("nothing is known of what the model 'dear' costs");
        });
        assertThat(admitted(judge("dear", 0, 0, CHAT, COST, SMALL)).claims())
                .extracting(Claim::amount)
                .containsExactly(0L);
        assertThat(admitted(judge("dear", 1, 0, CHAT, SMALL)).tariff()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"smal", "Small", "small ", " ", "tiny"})
    void where_known_models_are_all_that_may_be_named_another_is_refused_before_anything_is_held(String mistyped) {
        var judgement = refused(judge(mistyped, 1, 1, KNOWN_ONLY, COST, SMALL, LARGE));

        assertThat(judgement.code()).isEqualTo("UNKNOWN_MODEL");
        assertThat(judgement.reasons()).singleElement().satisfies(reason -> {
            assertThat(reason.rule()).isNull();
            assertThat(reason.message()).isEqualTo("there is no model '" + mistyped + "'");
        });
    }

    @Test
    void where_known_models_are_all_that_may_be_named_these_are_taken_and_so_is_none() {
        for (var model : new String[] {"small", "vendor/large-4.1:latest", "", null}) {
            assertThat(judge(model, 1, 1, KNOWN_ONLY, COST, SMALL, LARGE))
                    .isEqualTo(judge(model, 1, 1, CHAT, COST, SMALL, LARGE));
            admitted(judge(model, 1, 1, KNOWN_ONLY, COST, SMALL, LARGE));
        }
    }

    @Test
    void the_model_is_asked_for_behind_the_parameters_and_before_session_and_grant() {
        var nobodys = KNOWN_ONLY
                .replace("who: \"true\"", "who: \"false\"")
                .replace("{type: object}", "{type: object, required: [messages]}");
        var policy = loaded(stream(nobodys, SMALL)).policy();

        assertThat(refused(policy.judge(chat("smal", "{}", 1, 1))).code()).isEqualTo("INVALID_PARAMETERS");
        assertThat(refused(policy.judge(chat("smal", "{\"messages\":1}", 1, 1))).code())
                .isEqualTo("UNKNOWN_MODEL");
        assertThat(refused(policy.judge(chat("small", "{\"messages\":1}", 1, 1)))
                        .code())
                .isEqualTo("NOT_GRANTED");
    }

    @Test
    void an_attempt_that_follows_has_a_model_that_there_still_is() {
        var policy = loaded(stream(KNOWN_ONLY, COST, SMALL)).policy();

        assertThat(refused(policy.charge(chat("gone", "{}", 1, 1)))).satisfies(judgement -> {
            assertThat(judgement.code()).isEqualTo("UNKNOWN_MODEL");
            assertThat(judgement.reasons()).extracting(Reason::code).containsExactly("UNKNOWN_MODEL");
        });
        admitted(policy.charge(chat("small", "{}", 1, 1)));
        admitted(policy.charge(chat(null, "{}", 1, 1)));
        admitted(loaded(stream(CHAT, SMALL)).policy().charge(chat("gone", "{}", 1, 1)));
    }

    @Test
    void known_models_that_are_none_are_a_problem() {
        assertThat(problems(KNOWN_ONLY))
                .containsExactly(
                        "1: action llm.chat: models: none is known, because there is no document of kind Model");
        assertThat(problems(stream(CHAT.replace("effect: read", "effect: read\nmodels: all"))))
                .containsExactly("4: action llm.chat: models: must be one of any, known, not 'all'");
    }

    @Test
    void the_dearest_of_a_model_and_its_fallbacks_is_held() {
        var bundle = loaded(stream(CHAT, COST, SMALL + "fallbacks: ['vendor/large-4.1:latest']\n", LARGE));

        var judgement = admitted(bundle.policy().judge(chat("small", "{}", 0, 1_000_000)));

        assertThat(judgement.claims()).extracting(Claim::amount).containsExactly(9_000_000L);
        assertThat(judgement.tariff())
                .isEqualTo(new Tariff(
                        List.of(new Rate("small", SMALL_PRICES), new Rate("vendor/large-4.1:latest", LARGE_PRICES))));
        assertThat(bundle.warnings()).isEmpty();
    }

    @Test
    void a_fallback_s_own_fallbacks_are_none_of_the_model_s() {
        var tiny = "kind: Model\nname: tiny\nprices: {input: 1, output: 2}\nfallbacks: ['vendor/large-4.1:latest']\n";
        var policy = loaded(stream(CHAT, COST, SMALL + "fallbacks: [tiny]\n", tiny, LARGE))
                .policy();

        var judgement = admitted(policy.judge(chat("small", "{}", 0, 1_000_000)));

        assertThat(judgement.tariff()).isNotNull().extracting(Tariff::fallbacks).isEqualTo(List.of("tiny"));
        assertThat(judgement.claims()).extracting(Claim::amount).containsExactly(600_000L);
    }

    @Test
    void the_answer_of_a_fallback_is_as_long_at_most_as_what_is_held_for_the_model() {
        var longer = LARGE + "maxOutput: 8192\n";
        var policy = loaded(stream(CHAT, SMALL + "maxOutput: 4096\nfallbacks: ['vendor/large-4.1:latest']\n", longer))
                .policy();

        var judgement = admitted(policy.judge(chat("small", "{}", 10, 8_192)));

        assertThat(judgement.maxOutputTokens()).isEqualTo(4_096);
        assertThat(judgement.reservedTokens()).isEqualTo(4_106);
    }

    @Test
    void without_a_number_of_tokens_as_many_are_held_as_the_action_says() {
        var policy = loaded(stream(
                        CHAT.replace("output: maxTokens", "output: 'maxTokens > 0 ? maxTokens : 1000'"),
                        SMALL + "maxOutput: 800\n"))
                .policy();

        assertThat(admitted(policy.judge(chat("small", "{}", 0, 0))).maxOutputTokens())
                .isEqualTo(800);
        assertThat(admitted(policy.judge(chat(null, "{}", 0, 0))).maxOutputTokens())
                .isEqualTo(1_000);
    }

    @ParameterizedTest
    @CsvSource({"4095, 4095", "4096, 4096", "4097, 4096"})
    void no_longer_answer_is_held_for_than_the_model_has(long asked, long held) {
        var judgement = admitted(judge("small", 10, asked, CHAT, SMALL + "maxOutput: 4096\n"));

        assertThat(judgement.maxOutputTokens()).isEqualTo(held);
        assertThat(judgement.reservedTokens()).isEqualTo(10 + held);
    }

    @Test
    void a_cost_beyond_the_largest_exact_number_is_refused() {
        var dear = "kind: Model\nname: small\nprices: {input: 9007199254740991, output: 0}\n";

        assertThat(admitted(judge("small", 1_000_000, 0, CHAT, COST, dear)).claims())
                .extracting(Claim::amount)
                .containsExactly(9_007_199_254_740_991L);
        assertThat(refused(judge("small", 1_000_001, 0, CHAT, COST, dear)).reasons())
                .singleElement()
                .extracting(Reason::message)
                .isEqualTo("its cost must be 2^53 - 1 at most");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            prices: {input: 1, output: 1}                                  | 12: model: 'name' is missing
            {name: m}                                                      | 12: model m: 'prices' is missing
            {name: m, prices: 5}                                           | model m: prices: must be a map, not a number
            {name: m, prices: {input: 1}}                                  | model m: prices: 'output' is missing
            {name: m, prices: {output: 1}}                                 | model m: prices: 'input' is missing
            {name: m, prices: {input: -1, output: 1}}                      | model m: prices: input: must be a whole number from 0 to 2^53 - 1
            {name: m, prices: {input: 0.5, output: 1}}                     | model m: prices: input: must be a whole number
            {name: m, prices: {input: 1, output: 9007199254740992}}        | model m: prices: output: must be a whole number
            {name: m, prices: {input: 1, output: 1e300}}                   | model m: prices: output: must be a number
            {name: m, prices: {input: 1, output: 1e99}}                    | model m: prices: output: must be a whole number
            {name: m, prices: {input: 1, output: dear}}                    | model m: prices: output: must be a number, not a text
            {name: m, prices: {input: 1, cached: -1, output: 1}}           | model m: prices: cached: must be a whole number
            {name: m, prices: {input: 1, output: 1, image: 3}}             | model m: prices: unknown field 'image'
            {name: m, prices: {input: 1, output: 1}, maxOutput: 0}         | model m: maxOutput: must be a whole number from 1
            {name: m, prices: {input: 1, output: 9007199254740991}, maxOutput: 1000001} | model m: maxOutput: so long an answer would cost more than 2^53 - 1
            {name: m, prices: {input: 1, output: 1}, fallbacks: [m]}       | model m: fallbacks: a model is no fallback of itself
            {name: m, prices: {input: 1, output: 1}, fallbacks: [n]}       | model m: fallbacks: there is no model 'n'
            {name: m, prices: {input: 1, output: 1}, route: north}         | model m: unknown field 'route'
            {name: ' m', prices: {input: 1, output: 1}}                    | name: ' m' must be letters, digits and the signs
            """)
    void a_wrong_model(String fields, String problem) {
        var document = fields.startsWith("{") ? "{kind: Model, " + fields.substring(1) : "kind: Model\n" + fields;

        assertThat(problems(stream(CHAT, document + "\n")))
                .singleElement()
                .asString()
                .contains(problem);
    }

    @Test
    void the_longest_answer_may_cost_the_largest_exact_number() {
        var dear = "kind: Model\nname: m\nprices: {input: 1, output: 9007199254740991}\nmaxOutput: 1000000\n";

        assertThat(problems(stream(CHAT, dear))).isEmpty();
    }

    @Test
    void a_model_has_eight_fallbacks_at_most() {
        var names = IntStream.range(0, 9).mapToObj(i -> "m" + i).toList();
        var others = names.stream()
                .map(name -> "kind: Model\nname: " + name + "\nprices: {input: 1, output: 1}\n")
                .collect(Collectors.joining("---\n"));

        assertThat(problems(stream(CHAT, others, SMALL + "fallbacks: " + names.subList(0, 8) + "\n")))
                .isEmpty();
        assertThat(problems(stream(CHAT, others, SMALL + "fallbacks: " + names + "\n")))
                .singleElement()
                .asString()
                .contains("model small: fallbacks: must be 8 at most");
    }

    @Test
    void models_have_names_of_their_own() {
        assertThat(problems(stream(CHAT, SMALL, SMALL)))
                .containsExactly("17: model small: there is another one of this name");
    }

    private static Judgement judge(@Nullable String model, long input, long output, String... documents) {
        return loaded(stream(documents)).policy().judge(chat(model, "{}", input, output));
    }

    private static Question chat(@Nullable String model, String parameters, long input, long output) {
        var ana = new Principal("acme", "ana", null, "assistant", List.of());
        return new Question(
                ana,
                "llm.chat",
                parameters,
                model,
                input,
                output,
                SessionStanding.NONE,
                Instant.parse("2026-03-02T10:00:00Z"));
    }
}
