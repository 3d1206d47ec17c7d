package io.countersign.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that clients outside the project rely on. */
class NamesTest {
    @Test
    void the_list_of_topics_is_that_of_the_constants() throws Exception {
        var constants = new ArrayList<Object>();
        for (var field : Topics.class.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                constants.add(field.get(null));
            }
        }
        constants.remove(Topics.APPROVED_PREFIX);

        assertThat(constants).containsExactlyInAnyOrderElementsOf(Topics.ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders.refund", "echo", "a1-b.c-2", "a", "llm.chat"})
    void an_action_has_a_topic_of_its_own(String action) {
        assertThat(Topics.approved(action)).isEqualTo("intents.approved." + action);
        assertThat(Topics.actionOf(Topics.approved(action))).contains(action);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A",
                "1a",
                "a_b",
                "a..b",
                ".a",
                "a.",
                "a.1",
                "-a",
                "a b",
                "a/b",
                "a*",
                "é",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void what_is_no_action_has_no_topic(String name) {
        assertThat(ActionName.isValid(name)).isFalse();
        assertThatThrownBy(() -> Topics.approved(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_pattern_says_which_names_are_actions() {
        var random = new Random(1);
        var signs = "az09-.A_ é";
        for (int i = 0; i < 100_000; i++) {
            var name = random.ints(random.nextInt(8), 0, signs.length())
                    .mapToObj(at -> signs.substring(at, at + 1))
                    .collect(Collectors.joining());
            assertThat(ActionName.isValid(name)).as(name).isEqualTo(name.matches(ActionName.PATTERN));
        }
    }

    @Test
    void other_topics_belong_to_no_action() {
        assertThat(Topics.actionOf(Topics.EVENTS)).isEmpty();
        assertThat(Topics.actionOf("intents.approved.")).isEmpty();
        assertThat(Topics.actionOf("intents.approved.Not An Action")).isEmpty();
    }

    @Test
    void a_tools_name_has_no_dots() {
        assertThat(ActionName.asToolName("orders.refund-all")).isEqualTo("orders_refund-all");
    }

    @Test
    void the_contracts_codes_have_the_contracts_status() {
        var contract = Map.ofEntries(
                Map.entry(400, List.of("MALFORMED", "DUPLICATE_KEY", "NUMBER_NOT_EXACT")),
                Map.entry(401, List.of("UNAUTHENTICATED")),
                Map.entry(
                        403,
                        List.of(
                                "NOT_GRANTED",
                                "SESSION_REQUIRED",
                                "SESSION_UNKNOWN",
                                "RULE",
                                "FROZEN",
                                "EVALUATION_FAILED",
                                "OWN_INTENT",
                                "NOT_A_REVIEWER")),
                Map.entry(404, List.of("UNKNOWN_ACTION", "UNKNOWN_MODEL", "NOT_FOUND")),
                Map.entry(405, List.of("METHOD_NOT_ALLOWED")),
                Map.entry(409, List.of("ENDED", "STALE", "ALREADY_VOTED", "NOT_OFFERED")),
                Map.entry(413, List.of("TOO_LARGE")),
                Map.entry(415, List.of("UNSUPPORTED_MEDIA_TYPE")),
                Map.entry(
                        422,
                        List.of(
                                "INVALID_PARAMETERS",
                                "ID_REUSED",
                                "ID_EXPIRED",
                                "DEADLINE_PASSED",
                                "BUNDLE_INVALID",
                                "VERSION_UNKNOWN")),
                Map.entry(429, List.of("OVER_BUDGET", "RATE_LIMITED")),
                Map.entry(503, List.of("NO_POLICY", "BROKER_AWAY", "GOING_AWAY")));

        contract.forEach((status, codes) -> codes.forEach(
                code -> assertThat(Code.valueOf(code).status()).as(code).isEqualTo(status)));
        assertThat(Arrays.stream(Code.values()))
                .allSatisfy(code -> assertThat(code.status()).isBetween(400, 503));
    }
}
