package io.countersign.executor.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.protocol.Result;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    private static final String SECRET = "c4n/ry&\"<é>'=+\\ %41";

    static Stream<String> forms() {
        var bytes = SECRET.getBytes(StandardCharsets.UTF_8);
        var json = json(SECRET);
        var percent = URLEncoder.encode(SECRET, StandardCharsets.UTF_8);
        return Stream.of(
                SECRET,
                json,
                json(json),
                json(json(json)),
                json.replace("/", "\\/"),
                json.replace("é", "\\u00e9").replace("&", "\\u0026").replace("<", "\\u003C"),
                percent,
                percent.replace("+", "%20"),
                percent.toLowerCase(java.util.Locale.ROOT),
                "%63" + percent.substring(1),
                SECRET.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&#39;"),
                HexFormat.of().formatHex(bytes),
                base64("user:" + SECRET),
                base64("user2:" + SECRET),
                base64("a:" + SECRET + "\r\n"),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void a_secret_is_found_in_whatever_form_it_is_quoted(String form) {
        var clean = secrets().redacted("the backend says: " + form + ".");

        assertThat(clean)
                .contains("[redacted]")
                .doesNotContain("c4n")
                .doesNotContain(form.substring(3, form.length() - 3));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void wherever_a_quote_was_cut_no_beginning_of_a_secret_is_left(String form) {
        for (var end = 12; end < form.length() - 5; end++) {
            var cut = "the backend says: " + form.substring(0, end) + "…";
            var last = form.substring(end - 4, end);

            assertThat(secrets().redactedQuote(cut)).doesNotContain("c4n/").doesNotContain(last);
        }
    }

    @Test
    void a_text_that_was_not_cut_may_end_like_the_beginning_of_a_secret() {
        var secrets = new Secrets(Map.of("KEY", "test-key-1")::get);
        var unused = secrets.setting("${env:KEY}");

        assertThat(secrets.redactedQuote("this is a test")).isEqualTo("this is a test");
        assertThat(secrets.redactedQuote("this is a test…")).isEqualTo("this is a [redacted]…");
        assertThat(secrets.redactedQuote("this is a test-key-1")).isEqualTo("this is a [redacted]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "100 % of \\ & <b>", "{\"a\":\"\\u00e9\\n\"}", "Y2FuYXJ5"})
    void other_text_stays_as_it_is(String text) {
        assertThat(secrets().redacted(text)).isEqualTo(text);
        assertThat(secrets().redactedQuote(text)).isEqualTo(text);
    }

    @Test
    void a_result_with_escapes_that_need_not_be_there_is_still_clean_json() throws Exception {
        var hidden = "{\"a\":\"\\u0063\\u0034" + json(SECRET).substring(2) + "\",\"n\":1}";

        var clean = ((Result.Succeeded) Redaction.of(Result.succeeded(hidden), secrets())).result();

        assertThat(CanonicalJson.parse(String.valueOf(clean)).path("a").asText())
                .isEqualTo("[redacted]");
    }

    @Test
    void a_text_that_is_not_exact_and_hides_a_secret_goes_as_a_whole() throws Exception {
        var hidden = "{\"a\":\"\\u0063\\u0034" + json(SECRET).substring(2) + "\",\"n\":9007199254740993}";

        var clean = ((Result.Succeeded) Redaction.of(Result.succeeded(hidden), secrets())).result();

        assertThat(clean).isEqualTo("\"[redacted]\"");
    }

    @Test
    void a_value_that_was_replaced_stays_secret() throws Exception {
        var environment = new java.util.concurrent.ConcurrentHashMap<>(Map.of("KEY", "old-secret"));
        var secrets = new Secrets(environment::get);
        var setting = secrets.setting("${env:KEY}");
        environment.put("KEY", "new-secret");

        assertThat(setting.value()).isEqualTo("new-secret");
        assertThat(secrets.redacted("old-secret, new-secret")).isEqualTo("[redacted], [redacted]");
        assertThat(setting).hasToString("${env:KEY}");
    }

    @ParameterizedTest
    @CsvSource({"SHORT,LONG", "LONG,SHORT"})
    void of_two_secrets_of_which_one_begins_the_other_no_tail_is_left(String first, String second) {
        var secrets = new Secrets(Map.of("SHORT", "abcdef", "LONG", "abcdef-prod-9f8e")::get);
        var unused = List.of(secrets.setting("${env:" + first + "}"), secrets.setting("${env:" + second + "}"));

        var screen = secrets.screen();

        assertThat(secrets.redacted("not abcdef-prod-9f8e but abcdef")).isEqualTo("not [redacted] but [redacted]");
        assertThat(secrets.redacted(base64("abcdef-prod-9f8e"))).doesNotContain(base64("-prod-"));
        assertThat(screen.next("not abcdef-prod-9f8e but abcdef") + screen.rest())
                .isEqualTo("not [redacted] but [redacted]");
    }

    private static Secrets secrets() {
        var secrets = new Secrets(Map.of("KEY", SECRET)::get);
        var unused = secrets.setting("${env:KEY}");
        return secrets;
    }

    private static String json(String text) {
        var quoted = CanonicalJson.write(TextNode.valueOf(text));
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
