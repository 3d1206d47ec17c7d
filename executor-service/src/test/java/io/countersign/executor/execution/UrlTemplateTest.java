package io.countersign.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.countersign.executor.ApprovedActions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlTemplateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A1 | A1",
                "a b/c?d#e&f=g%h | a%20b%2fc%3fd%23e%26f%3dg%25h",
                "é€ | %c3%a9%e2%82%ac",
                "a-._~z | a-._~z",
                "x/..y/.z | x%2f..y%2f.z",
                "... | ...",
                "a;..b | a%3b..b",
                "100%25 | 100%2525",
                "%2e%2ex%zz | %252e%252ex%25zz",
            })
    void a_value_is_data_within_its_segment(String value, String encoded) throws Exception {
        var url = UrlTemplate.of("http://127.0.0.1:9/orders/{parameters.order}/refund?by={intent.user}");

        assertThat(url.expand(values("{\"order\":\"" + value + "\"}")))
                .hasToString("http://127.0.0.1:9/orders/" + encoded + "/refund?by=ana");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"99.99 | 99.99", "12345678.9 | 12345678.9", "250.0 | 250", "true | true"})
    void numbers_are_written_as_people_write_them(String json, String written) throws Exception {
        var url = UrlTemplate.of("https://bank.example/pay/{parameters.amount}");

        assertThat(url.expand(values("{\"amount\":" + json + "}"))).hasPath("/pay/" + written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"order\":\"..\"}",
                "{\"order\":\".\"}",
                "{\"order\":\"\"}",
                "{\"order\":null}",
                "{}",
                "{\"order\":{}}"
            })
    void a_value_that_leads_elsewhere_or_nowhere_makes_no_call(String parameters) {
        var url = UrlTemplate.of("http://127.0.0.1:9/orders/{parameters.order}");

        assertThatThrownBy(() -> url.expand(values(parameters)))
                .isInstanceOf(UnusableParameter.class)
                .hasMessageStartingWith("{parameters.order} of the address ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../admin",
                "..\\",
                "..\\admin",
                "..;",
                "..;v=1/admin",
                ".;",
                "./",
                "x/../y",
                "x\\..",
                "x/.",
                "..?a",
                "..#a",
                "%2e%2e",
                "%2E.",
                ".%2e/admin",
                "..%2fadmin",
                "..%5Cadmin",
                "..%3bv",
                "x%2f%2e%2e%2fy",
                "%252e%252e%252fadmin",
                "%%32e%%32e",
            })
    void a_step_that_others_may_decode_makes_no_call(String value) {
        var path = UrlTemplate.of("http://127.0.0.1:9/orders/{parameters.order}/refund");
        var end = UrlTemplate.of("http://127.0.0.1:9/orders/{parameters.order}?by=x");

        assertThatThrownBy(() -> path.expand(order(value))).isInstanceOf(UnusableParameter.class);
        assertThatThrownBy(() -> end.expand(order(value))).isInstanceOf(UnusableParameter.class);
    }

    @Test
    void in_a_query_nothing_is_a_step() throws Exception {
        var url = UrlTemplate.of("http://127.0.0.1:9/search?q={parameters.order}");

        assertThat(url.expand(order("see ../x"))).hasToString("http://127.0.0.1:9/search?q=see%20..%2fx");
    }

    @Test
    void a_value_that_was_encoded_many_times_over_is_judged_in_no_time() {
        var url = UrlTemplate.of("http://127.0.0.1:9/orders/{parameters.order}");
        var dot = "%" + "25".repeat(50_000) + "2e";

        assertThatThrownBy(() -> url.expand(order(dot + dot))).isInstanceOf(UnusableParameter.class);
    }

    @Test
    void dots_from_two_values_do_not_make_a_step_either() {
        var url = UrlTemplate.of("http://127.0.0.1:9/{intent.user}/{parameters.a}{parameters.b}/{intent.id}");

        assertThatThrownBy(() -> url.expand(values("{\"a\":\".\",\"b\":\".\"}")))
                .isInstanceOf(UnusableParameter.class)
                .hasMessage("{parameters.a}{parameters.b} of the address is a step to another path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://{parameters.host}/",
                "http://example.com{parameters.host}/",
                "http://example.com:{parameters.port}/",
                "http://user@example.com/",
                "http://example.com@{parameters.host}/",
                "{parameters.url}",
                "ftp://example.com/",
                "/orders",
                "http://example.com/#top",
                "http://example.com/{parameters.order",
                "http://example.com/{order}",
                "http://example.com/a b",
            })
    void an_address_whose_host_is_not_fixed_or_that_is_none_is_refused_at_the_start(String text) {
        assertThatThrownBy(() -> UrlTemplate.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static JsonNode order(String value) throws UnusableParameter {
        return values(JsonNodeFactory.instance.objectNode().put("order", value).toString());
    }

    private static JsonNode values(String parameters) throws UnusableParameter {
        return CallValues.of(ApprovedActions.once(parameters));
    }
}
