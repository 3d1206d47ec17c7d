package io.countersign.policystream.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.countersign.policystream.view.AttemptProgress;
import io.countersign.policystream.view.Execution;
import io.countersign.policystream.view.IntentView;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntentJsonTest {
    private static final Instant AT = Instant.parse("2026-03-02T10:00:00Z");
    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    @Test
    void where_an_answer_came_from_is_said_only_if_it_is_not_the_call() throws JsonProcessingException {
        assertThat(json(true, false).get("cached"))
                .isEqualTo(JSON.getNodeFactory().booleanNode(true));
        assertThat(json(true, false).has("fallback")).isFalse();
        assertThat(json(false, true).get("fallback"))
                .isEqualTo(JSON.getNodeFactory().booleanNode(true));
        assertThat(json(false, true).has("cached")).isFalse();
    }

    @Test
    void a_next_attempt_that_is_not_due_is_absent() throws JsonProcessingException {
        assertThat(json(false, false).get("retry").toString()).isEqualTo("{\"begun\":0,\"attempts\":3}");
    }

    @Test
    void executions_are_for_doors_alone() throws JsonProcessingException {
        var view = view(false, false);

        assertThat(JSON.valueToTree(IntentJson.of(view)).has("executions")).isFalse();
        assertThat(JSON.valueToTree(IntentJson.withExecutions(view))
                        .at("/executions/0/leaseHash")
                        .asText())
                .isEqualTo("hash");
    }

    private static JsonNode json(boolean cached, boolean fallback) throws JsonProcessingException {
        return JSON.readTree(JSON.writeValueAsString(IntentJson.of(view(cached, fallback))));
    }

    private static IntentView view(boolean cached, boolean fallback) {
        return new IntentView(
                "id",
                1,
                "SUCCEEDED",
                "llm.chat",
                null,
                false,
                "{}",
                null,
                List.of(),
                "{}",
                null,
                null,
                cached,
                fallback,
                0,
                new AttemptProgress(0, 3, null),
                null,
                AT,
                AT,
                List.of(),
                List.of(new Execution(1, "hash", AT, "run", 2)));
    }
}
