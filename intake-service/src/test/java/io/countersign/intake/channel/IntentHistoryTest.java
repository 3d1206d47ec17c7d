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
    void a_change_without_words_of_its_own_is_told_with_the_reasons_before_it_as_it_was_at_the_time()
            throws JsonProcessingException {
        var allowed = "[{\"code\": \"RULE\", \"message\": \"allowed\"}]";
        var began = "[{\"code\": \"STARTED\", \"message\": \"\"}]";
        var first = "{\"version\": 1, \"state\": \"APPROVED\", \"at\": \"t1\", \"reasons\": " + allowed
                + ", \"attempt\": 1}";
        var second =
                "{\"version\": 2, \"state\": \"RUNNING\", \"at\": \"t2\", \"reasons\": " + began + ", \"attempt\": 1}";
        var third = "{\"version\": 3, \"state\": \"SUCCEEDED\", \"at\": \"t3\", \"reasons\": "
                + allowed.replace("allowed", "done") + ", \"attempt\": 1}";
        var live = intent("{\"id\": \"i\", \"state\": \"RUNNING\", \"reasons\": " + allowed
                + ", \"attempt\": 1, \"updatedAt\": \"t2\", \"timeline\": [" + first + "," + second + "]}");
        var later = intent("{\"id\": \"i\", \"state\": \"SUCCEEDED\", \"reasons\": "
                + allowed.replace("allowed", "done")
                + ", \"result\": {}, \"attempt\": 1, \"updatedAt\": \"t3\", \"timeline\": ["
                + first + "," + second + "," + third + "]}");

        var told = new IntentHistory(live).at(2).orElseThrow().toString();
        var toldAgain = new IntentHistory(later).at(2).orElseThrow().toString();

        assertThat(toldAgain).isEqualTo(told);
    }

    @Test
    void an_intent_whose_words_were_erased_is_told_with_the_reasons_of_each_version() throws JsonProcessingException {
        var erased = intent("""
                {"id": "i", "state": "SUCCEEDED", "reasons": [{"code": "SUCCEEDED", "message": ""}], "updatedAt": "t3",
                 "timeline": [
                   {"version": 1, "state": "APPROVED", "at": "t1", "reasons": [{"code": "RULE", "message": ""}]},
                   {"version": 2, "state": "RUNNING", "at": "t2", "reasons": [{"code": "STARTED", "message": ""}]},
                   {"version": 3, "state": "SUCCEEDED", "at": "t3", "reasons": [{"code": "SUCCEEDED", "message": ""}]}]}
                """);

        assertThat(new IntentHistory(erased).after(0))
                .extracting(stage -> stage.intent().at("/reasons/0/code").asText())
                .containsExactly("RULE", "STARTED", "SUCCEEDED");
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
