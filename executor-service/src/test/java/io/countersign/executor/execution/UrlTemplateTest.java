package io.countersign.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
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
                "x/../y | x%2f..%2fy",
                "... | ...",
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

        assertThatThrownBy(() -> url.expand(values(parameters))).isInstanceOf(UnusableParameter.class);
    }

    @Test
    void dots_from_two_values_do_not_make_a_step_either() {
        var url = UrlTemplate.of("http://127.0.0.1:9/orders/{parameters.a}{parameters.b}");

        assertThatThrownBy(() -> url.expand(values("{\"a\":\".\",\"b\":\".\"}")))
                .isInstanceOf(UnusableParameter.class);
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

    private static JsonNode values(String parameters) throws UnusableParameter {
        return CallValues.of(ApprovedActions.once(parameters));
    }
}
