package io.countersign.door.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Limits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyLengthTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "*/*", "application/*", "application/yaml", "text/plain", "application/jsonlines", "json"})
    void what_neither_says_its_length_nor_calls_itself_json_is_taken_for_the_largest(@Nullable String type) {
        assertThat(BodyLength.of("PUT", false, null, "chunked", type)).isEqualTo(Limits.BUNDLE_BYTES);
        assertThat(BodyLength.of("PUT", true, null, null, type)).isEqualTo(Limits.BUNDLE_BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "Application/JSON", "application/json; charset=utf-8", " application/json "})
    void json_that_does_not_say_its_length_is_taken_for_an_ordinary_one(String type) {
        assertThat(BodyLength.of("POST", false, null, "chunked", type)).isEqualTo(BodyLength.ORDINARY_JSON);
        assertThat(BodyLength.of("POST", true, null, null, type)).isEqualTo(BodyLength.ORDINARY_JSON);
    }

    @Test
    void a_length_that_is_said_counts_up_to_the_largest_there_is() {
        assertThat(BodyLength.of("PUT", false, "0", null, null)).isZero();
        assertThat(BodyLength.of("PUT", true, " 17 ", null, "*/*")).isEqualTo(17);
        assertThat(BodyLength.of("PUT", true, "99999999999", null, null)).isEqualTo(Limits.BUNDLE_BYTES);
    }

    @Test
    void a_length_that_is_no_number_or_not_that_of_the_body_is_none() {
        assertThat(BodyLength.of("PUT", false, "many", null, null)).isEqualTo(Limits.BUNDLE_BYTES);
        assertThat(BodyLength.of("PUT", false, "1", "chunked", null)).isEqualTo(Limits.BUNDLE_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "DELETE"})
    void what_asks_or_takes_away_has_no_body_unless_it_announces_one(String method) {
        assertThat(BodyLength.of(method, true, null, null, null)).isZero();
        assertThat(BodyLength.of(method, false, null, "chunked", null)).isEqualTo(Limits.BUNDLE_BYTES);
    }

    @Test
    void without_a_length_an_older_protocol_has_no_body() {
        assertThat(BodyLength.of("POST", false, null, null, null)).isZero();
    }
}
