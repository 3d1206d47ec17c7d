package io.countersign.executor.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.MalformedJson;
import io.countersign.executor.chat.ChatStream.Step;
import io.countersign.executor.chat.EventStream.Event;
import io.countersign.executor.connector.Secrets;
import io.countersign.protocol.TokenUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One token is one character here. */
class ChatStreamTest {

    private static final String SECRET = "sk-live-123456";

    private final List<String> shown = new ArrayList<>();
    private ChatStream stream = stream(1_000);

    @Test
    void pieces_are_shown_as_they_come_under_the_bundles_name_of_the_model() {
        feed("{\"id\":\"c1\",\"model\":\"gpt-9-mini\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}");

        assertThat(shown)
                .containsExactly(
                        "{\"choices\":[{\"delta\":{\"content\":\"Hel\"},\"index\":0}],\"id\":\"c1\",\"model\":\"small\"}");
    }

    @Test
    void the_whole_answer_is_what_the_pieces_make() throws Exception {
        feed(
                "{\"id\":\"c1\",\"created\":7,\"object\":\"chat.completion.chunk\",\"model\":\"x\",\"system_fingerprint\":\"f\","
                        + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}",
                piece("{\"content\":\"Hel\"}", "{\"content\":[{\"token\":\"Hel\",\"logprob\":-1}]}"),
                piece("{\"content\":\"lo\"}", "{\"content\":[{\"token\":\"lo\",\"logprob\":-2}]}"),
                end("stop"),
                "{\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}");

        var use = stream.use(3);

        assertThat(done()).isInstanceOf(Step.Whole.class);
        assertThat(use).isEqualTo(new TokenUse(3, 2, 0, 0, false, "small"));
        assertThat(parsed(stream.result(use))).isEqualTo(parsed("""
                {"id": "c1", "created": 7, "object": "chat.completion", "model": "small", "system_fingerprint": "f",
                 "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Hello"},
                   "logprobs": {"content": [{"token": "Hel", "logprob": -1}, {"token": "lo", "logprob": -2}]}}],
                 "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}"""));
    }

    @Test
    void calls_of_tools_are_put_together_by_their_index() throws Exception {
        feed(
                piece("{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"pay\",\"arguments\":\"\"}}]}"),
                piece("{\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"ask\",\"arguments\":\"{}\"}}]}"),
                piece("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"order\\\":\"}}]}"),
                piece("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1}\"}}]}"),
                end("tool_calls"));

        assertThat(choice().path("message")).isEqualTo(parsed("""
                {"role": "assistant", "content": null, "tool_calls": [
                  {"id": "a", "type": "function", "function": {"name": "pay", "arguments": "{\\"order\\":1}"}},
                  {"id": "b", "type": "function", "function": {"name": "ask", "arguments": "{}"}}]}"""));
        assertThat(choice().path("finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void refusals_thoughts_and_what_nobody_knows_yet_are_kept() throws Exception {
        feed(
                piece("{\"reasoning_content\":\"hm\",\"refusal\":\"I ca\",\"verdict\":\"a\"}"),
                piece("{\"reasoning_content\":\"m\",\"refusal\":\"n't\",\"verdict\":\"b\"}"),
                end("stop"));

        assertThat(choice().path("message")).isEqualTo(parsed("""
                {"role": "assistant", "content": null, "reasoning_content": "hmm", "refusal": "I can't", "verdict": "b"}"""));
        assertThat(stream.use(1).output()).isEqualTo("hmmI can't".length());
    }

    @Test
    void several_choices_are_kept_apart() throws Exception {
        feed(
                "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"B\"}},{\"index\":0,\"delta\":{\"content\":\"A\"}}]}",
                "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}");

        assertThat(stream.isFinished()).isFalse();
        feed("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"length\"}]}");

        assertThat(stream.isFinished()).isTrue();
        assertThat(parsed(stream.result(stream.use(1))).path("choices").findValuesAsText("content"))
                .containsExactly("Aa", "Bb");
    }

    @Test
    void an_answer_that_is_longer_than_what_was_reserved_is_cut_there_and_says_so() throws Exception {
        stream = stream(10);
        feed(piece("{\"content\":\"12345678\"}"));

        var step = next(piece("{\"content\":\"9012345\"}"));

        assertThat(step).isInstanceOf(Step.Full.class);
        assertThat(parsed(shown.getLast()).path("choices")).isEqualTo(parsed("""
                [{"delta": {"content": "90"}, "finish_reason": "length", "index": 0}]"""));
        assertThat(choice().path("message").path("content").asText()).isEqualTo("1234567890");
        assertThat(choice().path("finish_reason").asText()).isEqualTo("length");
        assertThat(stream.use(4)).isEqualTo(new TokenUse(4, 15, 0, 0, true, "small"));
    }

    @Test
    void an_answer_of_exactly_what_was_reserved_ends_as_its_provider_says() {
        stream = stream(10);
        feed(piece("{\"content\":\"1234567890\"}"), end("stop"));

        assertThat(done()).isInstanceOf(Step.Whole.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"12345678\",\"9012345\"]",
                "[\"12345678\",{\"type\":\"text\",\"text\":\"9012345\"}]",
                "[{\"type\":\"text\",\"text\":[\"12345678\",\"9012345\"]}]",
                "[{\"type\":\"note\",\"note\":\"12345678\",\"source\":{\"from\":\"9012345\"}}]",
                "[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"123456789012345\"}]}]",
                "[{\"reasoning_details\":[{\"reasoning\":\"123456789012345\"}]}]",
                "{\"said\":[\"12345678\",\"9012345\"]}",
            })
    void every_text_of_a_content_is_counted_and_cut_whatever_its_form(String content) throws Exception {
        stream = stream(10);

        assertThat(next(piece("{\"content\":" + content + "}"))).isInstanceOf(Step.Full.class);

        assertThat(stream.use(4)).isEqualTo(new TokenUse(4, 15, 0, 0, true, "small"));
        assertThat(texts(parsed(shown.getLast()).at("/choices/0/delta/content")))
                .isEqualTo("1234567890");
        assertThat(texts(choice().at("/message/content"))).isEqualTo("1234567890");
    }

    @Test
    void bare_texts_of_a_content_grow_as_its_first_part_and_hide_no_secret() throws Exception {
        feed(
                piece("{\"content\":[\"it is sk-\"]}"),
                piece("{\"content\":[\"live-1234\"]}"),
                piece("{\"content\":[\"56, s\"]}"),
                end("stop"));

        assertThat(shown).hasSize(4).noneMatch(piece -> piece.contains("sk-") || piece.contains("live"));
        assertThat(choice().at("/message/content")).isEqualTo(parsed("""
                [{"type": "text", "text": "it is [redacted], s"}]"""));
        assertThat(stream.use(4).output()).isEqualTo("it is sk-live-123456, s".length());
    }

    @Test
    void all_choices_and_thoughts_share_what_was_reserved() throws Exception {
        stream = stream(6);
        var step = next("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"1234\"}},"
                + "{\"index\":1,\"delta\":{\"reasoning\":\"12\",\"content\":\"3\"}}]}");

        assertThat(step).isInstanceOf(Step.Full.class);
        assertThat(parsed(shown.getLast()).path("choices").findValuesAsText("finish_reason"))
                .containsExactly("length", "length");
        assertThat(parsed(stream.result(stream.use(1))).path("choices").findValuesAsText("content"))
                .containsExactly("1234", "");
    }

    @Test
    void a_secret_is_in_no_piece_and_not_in_the_answer_even_if_it_is_spread_over_pieces() throws Exception {
        feed(
                piece("{\"content\":\"it is s\"}"),
                piece("{\"content\":\"k-live-\"}"),
                piece("{\"content\":\"123456, s\"}"),
                end("stop"));

        assertThat(shown).hasSize(4).noneMatch(piece -> piece.contains("k-live") || piece.contains("123456"));
        assertThat(contents()).isEqualTo("it is [redacted], s");
        assertThat(choice().path("message").path("content").asText()).isEqualTo("it is [redacted], s");
    }

    @Test
    void a_secret_in_the_arguments_of_a_tool_is_found_too() {
        feed(
                piece("{\"tool_calls\":[{\"index\":2,\"function\":{\"arguments\":\"sk-live\"}}]}"),
                piece("{\"tool_calls\":[{\"index\":2,\"function\":{\"arguments\":\"-12345\"}}]}"),
                end("tool_calls"));

        assertThat(shown.getLast())
                .contains("{\"delta\":{\"tool_calls\":[{\"function\":{\"arguments\":\"sk-live-12345\"},\"index\":2}]},"
                        + "\"finish_reason\":\"tool_calls\",\"index\":0}");
        assertThat(String.join("", shown)).doesNotContain(SECRET);
    }

    @Test
    void pieces_without_a_word_wait_for_one_so_that_another_model_can_still_be_asked() {
        feed(piece("{\"role\":\"assistant\"}"), piece("{\"content\":\"\"}"));
        assertThat(shown).isEmpty();
        assertThat(stream.hasBegun()).isFalse();

        feed(piece("{\"content\":\"x\"}"));
        assertThat(shown).hasSize(3);
        assertThat(stream.hasBegun()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"message\":\"overloaded\",\"code\":503}} | PROVIDER_ERROR | 503",
                "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\"}} | PROVIDER_ERROR | 400",
                "{\"error\":{\"message\":\"hm\",\"code\":\"server_error\"}} | PROVIDER_ERROR | 0",
                "{\"error\":\"no\"} | PROVIDER_ERROR | 0",
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]} | PROVIDER_ERROR | 0",
                "{\"choices\": | ANSWER_UNREADABLE | 0",
                "[] | ANSWER_UNREADABLE | 0",
                "{\"choices\":[{\"delta\":{\"content\":[[\"w w\"]]}}]} | ANSWER_UNREADABLE | 0",
                "{\"choices\":[{\"delta\":{\"content\":[{\"text\":[[\"w w\"]]}]}}]} | ANSWER_UNREADABLE | 0",
                "{\"id\":1,\"id\":2} | ANSWER_UNREADABLE | 0",
                "{\"id\":99999999999999999999} | ANSWER_UNREADABLE | 0",
                "[DONE] | STREAM_BROKEN | 0",
            })
    void what_is_no_answer_is_named(String data, String code, int status) {
        assertThat(next(data)).isInstanceOfSatisfying(Step.Broken.class, broken -> {
            assertThat(broken.fault().code()).isEqualTo(code);
            assertThat(broken.fault().status().orElse(0)).isEqualTo(status);
        });
    }

    @Test
    void an_event_that_is_called_an_error_is_one() {
        assertThat(stream.next(new Event("error", "{\"message\":\"boom\"}"))).isInstanceOf(Step.Broken.class);
    }

    @Test
    void a_stream_that_ends_in_the_middle_is_broken_and_what_came_is_counted() {
        feed(piece("{\"content\":\"Hel\"}"));

        assertThat(stream.ended()).isEqualTo(new Step.Broken(ChatFault.HALF));
        assertThat(stream.use(7)).isEqualTo(new TokenUse(7, 3, 0, 0, true, "small"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "{\"error\":{}}",
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":99999999999999999999}}"
            })
    void once_every_choice_has_ended_nothing_spoils_the_answer(String afterwards) {
        feed(piece("{\"content\":\"Hel\"}"), end("stop"));

        assertThat(next(afterwards)).isNotInstanceOf(Step.Broken.class);
        assertThat(stream.ended()).isInstanceOf(Step.Whole.class);
        assertThat(stream.use(7).counted()).isTrue();
    }

    @Test
    void an_answer_in_one_piece_is_as_good() throws Exception {
        var step = stream.whole("""
                {"id": "c1", "object": "chat.completion", "model": "x", "choices": [{"index": 0, "finish_reason": "stop",
                  "message": {"role": "assistant", "content": "Hello", "tool_calls": [{"id": "a", "function": {"name": "pay",
                  "arguments": "{}"}}]}}], "usage": {"prompt_tokens": 3, "completion_tokens": 2}}""");

        var pieces = ((Step.Shown) step).pieces();
        assertThat(pieces).hasSize(1);
        assertThat(parsed(pieces.getFirst()).path("object").asText()).isEqualTo("chat.completion.chunk");
        assertThat(parsed(pieces.getFirst())
                        .at("/choices/0/delta/tool_calls/0/index")
                        .asInt(-1))
                .isZero();
        assertThat(stream.use(3)).isEqualTo(new TokenUse(3, 2, 0, 0, false, "small"));
        assertThat(choice().path("message")).isEqualTo(parsed("""
                {"role": "assistant", "content": "Hello",
                 "tool_calls": [{"id": "a", "function": {"name": "pay", "arguments": "{}"}}]}"""));
    }

    @Test
    void a_number_that_nobody_can_read_in_the_usage_does_not_spoil_an_answer() {
        var step = stream.whole("{\"choices\":[{\"message\":{\"content\":\"Hi\"}}],"
                + "\"usage\":{\"prompt_tokens\":99999999999999999999,\"completion_tokens\":1}}");

        assertThat(step).isInstanceOf(Step.Shown.class);
        assertThat(stream.use(1)).isEqualTo(new TokenUse(1, 2, 0, 0, true, "small"));
    }

    @Test
    void an_answer_that_is_larger_than_any_result_is_not_kept_but_counted() throws Exception {
        stream = stream(10_000_000);
        var large = piece("{\"content\":\"" + "x".repeat(100_000) + "\"}");
        for (var piece = 0; piece < 60; piece++) {
            assertThat(next(large)).isInstanceOf(Step.Shown.class);
        }
        feed(end("stop"));

        assertThat(stream.use(1).output()).isEqualTo(6_000_000);
        assertThat(parsed(stream.result(stream.use(1))).at("/omitted/code").asText())
                .isEqualTo("RESULT_TOO_LARGE");
    }

    private static ChatStream stream(long most) {
        var secrets = new Secrets(Map.of("KEY", SECRET)::get);
        var unused = secrets.setting("${env:KEY}");
        return new ChatStream(new ChatStream.Terms("small", most), new PlainScreens(secrets), String::length);
    }

    private record PlainScreens(Secrets secrets) implements Screens {
        @Override
        public Screen screen() {
            return secrets.screen();
        }

        @Override
        public String whole(String json) {
            return secrets.redacted(json);
        }
    }

    private static String piece(String delta) {
        return "{\"choices\":[{\"delta\":" + delta + ",\"finish_reason\":null,\"index\":0}],\"usage\":null}";
    }

    private static String piece(String delta, String logprobs) {
        return "{\"choices\":[{\"delta\":" + delta + ",\"index\":0,\"logprobs\":" + logprobs + "}]}";
    }

    private static String end(String reason) {
        return "{\"choices\":[{\"delta\":{},\"finish_reason\":\"" + reason + "\",\"index\":0}]}";
    }

    private void feed(String... events) {
        for (var data : events) {
            assertThat(next(data)).isInstanceOf(Step.Shown.class);
        }
    }

    private Step next(String data) {
        var step = stream.next(new Event("message", data));
        switch (step) {
            case Step.Shown(var pieces) -> shown.addAll(pieces);
            case Step.Full(var pieces) -> shown.addAll(pieces);
            default -> {}
        }
        return step;
    }

    private Step done() {
        return stream.next(new Event("message", "[DONE]"));
    }

    private JsonNode choice() throws MalformedJson {
        return parsed(stream.result(stream.use(1))).path("choices").path(0);
    }

    /** All texts of a content but the names of its types. */
    private static String texts(JsonNode content) {
        if (content.isTextual()) {
            return content.textValue();
        }
        var texts = new StringBuilder();
        content.properties().stream()
                .filter(member -> !member.getKey().equals("type"))
                .forEach(member -> texts.append(texts(member.getValue())));
        if (content.isArray()) {
            content.forEach(element -> texts.append(texts(element)));
        }
        return texts.toString();
    }

    private String contents() throws MalformedJson {
        var contents = new StringBuilder();
        for (var piece : shown) {
            contents.append(parsed(piece).at("/choices/0/delta/content").asText());
        }
        return contents.toString();
    }

    private static JsonNode parsed(String json) throws MalformedJson {
        return CanonicalJson.parse(json);
    }
}
