package io.countersign.intake.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.countersign.contract.ActionName;
import io.countersign.contract.Limits;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolsTest {

    @Test
    void a_tools_name_leads_back_to_its_action() {
        for (var action : new String[] {"echo", "orders.refund-all", "a.b.c", "a".repeat(Limits.ACTION_NAME_LENGTH)}) {
            var tool = ActionName.asToolName(action);
            assertThat(tool).matches("[a-zA-Z0-9_-]{1,64}");
            assertThat(Tools.action(tool)).contains(action);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_", "a_", "_a", "a__b", "a.b", "a b", "A", "1", "a;b", "\u00e4"})
    void a_name_that_no_action_has_is_that_of_no_tool(String tool) {
        assertThat(Tools.action(tool)).isEmpty();
        assertThat(Tools.action("a".repeat(Limits.ACTION_NAME_LENGTH + 1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"read, true, false, true", "write, false, false, false", "destructive, false, true, false"})
    void hints_say_no_better_than_it_is(String effect, boolean reads, boolean destroys, boolean twiceIsOnce)
            throws IOException {
        var tool = Tools.of(json("[{\"name\": \"x\", \"effect\": \"" + effect
                        + "\", \"idempotent\": true, \"parameters\": {}}]"))
                .get(0);

        assertThat(tool.at("/annotations/readOnlyHint").asBoolean()).isEqualTo(reads);
        assertThat(tool.at("/annotations/destructiveHint").asBoolean()).isEqualTo(destroys);
        assertThat(tool.at("/annotations/idempotentHint").asBoolean()).isEqualTo(twiceIsOnce);
        assertThat(tool.at("/annotations/openWorldHint").asBoolean()).isTrue();
    }

    @Test
    void an_effect_that_is_not_known_is_the_worst() throws IOException {
        var tool = Tools.of(json("[{\"name\": \"x\", \"effect\": \"unheard-of\"}]"))
                .get(0);
        assertThat(tool.at("/annotations/destructiveHint").asBoolean()).isTrue();
        assertThat(tool.path("description").asText()).startsWith("x. May destroy something");
    }

    @Test
    void what_only_a_session_allows_is_told_with_its_conditions() throws IOException {
        var tool = Tools.of(json(
                        "[{\"name\": \"x\", \"title\": \"Do it.\", \"effect\": \"write\", \"when\": [\"a\", \"b\"]}]"))
                .get(0);
        assertThat(tool.path("description").asText())
                .isEqualTo("Do it. Changes something. In this session only if a, or if b.");
    }

    @Test
    void a_schema_that_does_not_say_so_is_an_objects_all_the_same() throws IOException {
        var tool = Tools.of(json("[{\"name\": \"x\", \"parameters\": {\"required\": [\"a\"]}}]"))
                .get(0);
        assertThat(tool.path("inputSchema").toString()).isEqualTo("{\"type\":\"object\",\"required\":[\"a\"]}");
        var bare = Tools.of(json("[{\"name\": \"x\"}]")).get(0);
        assertThat(bare.path("inputSchema").toString()).isEqualTo("{\"type\":\"object\"}");
    }

    @Test
    void the_doors_own_tools_are_always_there_and_give_way_to_none() throws IOException {
        var tools = Tools.of(json("[{\"name\": \"countersign.status\", \"effect\": \"destructive\"}]"));
        assertThat(tools).hasSize(2);
        assertThat(tools.get(0).path("name").asText()).isEqualTo("countersign_status");
        assertThat(tools.get(0).at("/annotations/readOnlyHint").asBoolean()).isTrue();
        assertThat(tools.get(1).path("name").asText()).isEqualTo("countersign_cancel");
        assertThat(tools.get(1).at("/annotations/readOnlyHint").asBoolean()).isFalse();
        assertThat(Tools.of(json("[]"))).hasSize(2);
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
