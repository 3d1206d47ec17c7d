package io.countersign.intake.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class IntentHistoryTest {
    private static final String ENDED = """
            {"id": "i", "state": "SUCCEEDED", "reasons": [], "result": {"x": 1}, "usage": {}, "updatedAt": "t3",
             "cached": true, "fallback": true, "attempt": 2, "retry": {"begun": 2, "attempts": 3},
             "timeline": [
               {"version": 1, "state": "HELD", "at": "t1", "reasons": [{"code": "RULE"}], "attempt": 0},
               {"version": 3, "state": "APPROVED", "at": "t2", "reasons": [], "attempt": 1,
                "retry": {"begun": 0, "attempts": 3}},
               {"version": 4, "state": "SUCCEEDED", "at": "t3", "reasons": [], "attempt": 2,
                "retry": {"begun": 2, "attempts": 3}}]}
            """;

    @Test
    void whoever_has_seen_nothing_gets_every_version_as_it_was() throws JsonProcessingException {
        var stages = new IntentHistory(intent(ENDED)).after(-1);

        assertThat(stages).extracting(IntentHistory.Stage::version).containsExactly(1L, 3L, 4L);
        assertThat(stages.getFirst().intent()).isEqualTo(intent("""
                {"id": "i", "state": "HELD", "reasons": [{"code": "RULE"}], "updatedAt": "t1", "attempt": 0,
                 "timeline": [{"version": 1, "state": "HELD", "at": "t1", "reasons": [{"code": "RULE"}], "attempt": 0}]}
                """));
        assertThat(stages.get(1).intent().path("attempt").asInt()).isEqualTo(1);
        assertThat(stages.get(1).intent().path("retry").toString()).isEqualTo("{\"begun\":0,\"attempts\":3}");
        assertThat(stages.get(1).intent().has("result")).isFalse();
        assertThat(stages.getLast().intent()).isEqualTo(intent(ENDED));
    }

    @Test
    void whoever_comes_back_gets_what_follows_and_nothing_twice() throws JsonProcessingException {
        var history = new IntentHistory(intent(ENDED));

        assertThat(history.after(1)).extracting(IntentHistory.Stage::version).containsExactly(3L, 4L);
        assertThat(history.after(2)).extracting(IntentHistory.Stage::version).containsExactly(3L, 4L);
        assertThat(history.after(4)).isEmpty();
        assertThat(history.hasEnded()).isTrue();
    }

    @Test
    void an_intent_that_nobody_has_decided_on_is_version_0() throws JsonProcessingException {
        var history = new IntentHistory(intent("{\"id\": \"i\", \"state\": \"SUBMITTED\", \"timeline\": []}"));

        assertThat(history.after(-1)).extracting(IntentHistory.Stage::version).containsExactly(0L);
        assertThat(history.after(0)).isEmpty();
        assertThat(history.hasEnded()).isFalse();
    }

    private static ObjectNode intent(String json) throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree(json);
    }
}
