package io.countersign.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class DemoModelTest {

    @Test
    void a_stream_has_a_piece_for_each_word_then_the_usage_and_an_end() throws Exception {
        var lines = ask("{\"stream\": true, \"max_tokens\": 64, \"messages\": []}")
                .lines()
                .filter(line -> !line.isEmpty())
                .toList();

        assertThat(lines).hasSizeGreaterThan(10).allMatch(line -> line.startsWith("data: "));
        assertThat(lines.getFirst()).contains("\"delta\":{\"content\":\"I \"}");
        assertThat(lines.get(lines.size() - 3)).contains("\"finish_reason\":\"stop\"");
        assertThat(lines.get(lines.size() - 2)).contains("\"choices\":[]", "\"completion_tokens\":64");
        assertThat(lines.getLast()).isEqualTo("data: [DONE]");
    }

    @Test
    void without_a_stream_the_answer_is_one_completion() throws Exception {
        assertThat(ask("{\"max_tokens\": 64, \"messages\": []}"))
                .contains(
                        "\"object\":\"chat.completion\"",
                        "over the same budgets.",
                        "\"completion_tokens\":64",
                        "\"finish_reason\":\"stop\"");
    }

    @Test
    void who_gives_it_too_few_tokens_is_told_that_it_was_cut_off() throws Exception {
        assertThat(ask("{\"max_tokens\": 42, \"messages\": []}")).contains("\"finish_reason\":\"length\"");
        assertThat(ask("{\"max_tokens\": 3, \"messages\": []}"))
                .contains("\"content\":\"I am \"", "\"finish_reason\":\"length\"");
    }

    private static String ask(String body) throws Exception {
        try (var model = DemoModel.start();
                var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(model.url() + "/chat/completions"))
                    .POST(BodyPublishers.ofString(body))
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }
}
