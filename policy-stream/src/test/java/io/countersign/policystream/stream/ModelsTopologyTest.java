package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.BudgetEntry;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.PassedOver;
import io.countersign.v1.ReasonFact;
import io.countersign.v1.ReasonText;
import io.countersign.v1.Usage;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What approvals and events say of models, through the whole topology; each test ends with a replay. */
final class ModelsTopologyTest {

    private static final String CHAT = """
            kind: Action
            name: llm.chat
            title: Ask
            effect: read
            parameters: {type: object}
            tokens: {input: inputTokens, output: "maxTokens > 0 ? maxTokens : 100"}
            ---
            kind: Budget
            name: cost-per-day
            actions: [llm.chat]
            unit: cost-micros
            window: 1d
            limit: 100000
            ---
            kind: Model
            name: small
            prices: {input: 1000000, output: 2000000}
            maxOutput: 80
            fallbacks: [tiny, big]
            ---
            kind: Model
            name: tiny
            prices: {input: 1000000, output: 1000000}
            fallbacks: [free]
            ---
            kind: Model
            name: big
            prices: {input: 1000000, output: 9000000}
            ---
            kind: Model
            name: free
            prices: {input: 0, output: 0}
            ---
            kind: Grant
            name: everybody
            who: "true"
            actions: ["*"]
            """;

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(CHAT);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void an_approval_names_the_fallbacks_of_the_model_and_what_was_reserved_for_the_answer() {
        var small = approved("{}", "small", null);
        var capped = approved("{}", "small", 500L);
        var inParameters = approved("{\"model\":\"small\"}", null, 10L);
        var big = approved("{}", "big", null);
        var any = approved("{}", null, null);

        assertThat(small.getFallbacks()).containsExactly("tiny", "big");
        assertThat(small.getMaxOutputTokens()).isEqualTo(80);
        assertThat(small.getReservedTokens()).isEqualTo(90);
        assertThat(capped.getMaxOutputTokens()).isEqualTo(80);
        assertThat(inParameters.getFallbacks()).isNull();
        assertThat(inParameters.getMaxOutputTokens()).isEqualTo(10);
        assertThat(big.getFallbacks()).isNull();
        assertThat(big.getMaxOutputTokens()).isEqualTo(100);
        assertThat(any.getFallbacks()).isNull();
        assertThat(any.getMaxOutputTokens()).isEqualTo(100);
    }

    @Test
    void what_a_fallback_used_is_booked_at_its_price_and_told_with_its_name_and_why_it_answered() {
        var approval = approved("{}", "small", 20L);
        assertThat(held()).isEqualTo(190);

        rig.report(answered(approval, usage("tiny"))
                .setFallback(true)
                .setPassedOver(List.of(new PassedOver("small", "HTTP_503", "overloaded"))));

        var event = rig.events().getLast();
        assertThat(event.getFallback()).isTrue();
        assertThat(event.getCached()).isNull();
        assertThat(event.getUsage()).isEqualTo(new Usage(10L, 20L, 0L, 30L, false, "tiny"));
        assertThat(event.getBudget()).singleElement().returns(30L, BudgetEntry::getSettled);
        assertThat(event.getReasons())
                .containsExactly(new ReasonFact("MODEL_PASSED_OVER", null), new ReasonFact("SUCCEEDED", null));
        assertThat(rig.contents().getLast())
                .extracting(IntentContent::getReasons)
                .asInstanceOf(InstanceOfAssertFactories.list(ReasonText.class))
                .contains(new ReasonText("MODEL_PASSED_OVER", null, "small did not answer: HTTP_503, overloaded"));
    }

    @Test
    void whoever_does_not_say_which_model_answered_pays_the_dearest_that_might_have() {
        rig.report(answered(approved("{}", "small", 20L), usage(null)));
        assertThat(rig.events().getLast().getUsage()).isEqualTo(new Usage(10L, 20L, 0L, 190L, false, null));

        rig.report(answered(approved("{}", "small", 20L), usage("free")));
        assertThat(rig.events().getLast().getUsage()).isEqualTo(new Usage(10L, 20L, 0L, 190L, false, "free"));
    }

    @Test
    void an_answer_from_the_cache_says_so_and_costs_nothing() {
        rig.report(answered(approved("{}", "small", 20L), new Usage(0L, 0L, 0L, 0L, false, "small"))
                .setCached(true));

        var event = rig.events().getLast();
        assertThat(event.getCached()).isTrue();
        assertThat(event.getFallback()).isNull();
        assertThat(event.getBudget())
                .singleElement()
                .returns(0L, BudgetEntry::getSettled)
                .returns(0L, BudgetEntry::getHeld);
    }

    private ApprovedIntent approved(String parameters, @Nullable String model, @Nullable Long maxTokens) {
        rig.submit(Rig.intent("llm.chat", parameters)
                .setModel(model)
                .setMaxTokens(maxTokens)
                .setInputTokens(10L)
                .build());
        return rig.approvals("llm.chat").getLast();
    }

    private Outcome.Builder answered(ApprovedIntent approval, Usage usage) {
        rig.report(approval, OutcomeStatus.STARTED);
        return Rig.outcome(approval, OutcomeStatus.SUCCEEDED).setUsage(usage);
    }

    private long held() {
        return rig.events().stream()
                .map(IntentEvent::getBudget)
                .filter(budget -> !budget.isEmpty())
                .toList()
                .getLast()
                .getFirst()
                .getHeld();
    }

    private static Usage usage(@Nullable String model) {
        return new Usage(10L, 20L, 0L, 0L, false, model);
    }
}
