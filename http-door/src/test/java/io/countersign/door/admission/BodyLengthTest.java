package io.countersign.door.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyLengthTest {
    private static final long LARGEST = 1_000_000;
    private static final long LARGEST_FORM = 8_000;
    private static final long WALL = 2_000_000;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final BodyLength LENGTHS = new BodyLength(LARGEST, LARGEST_FORM, WALL);

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "*/*", "application/*", "application/yaml", "text/plain", "application/jsonlines", "json"})
    void what_neither_says_its_length_nor_calls_itself_json_is_taken_for_the_largest(@Nullable String type) {
        assertThat(LENGTHS.of("PUT", false, null, "chunked", type)).isEqualTo(LARGEST);
        assertThat(LENGTHS.of("PUT", true, null, null, type)).isEqualTo(LARGEST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json", "Application/JSON", "application/json; charset=utf-8", " application/json "})
    void json_that_does_not_say_its_length_is_taken_for_an_ordinary_one(String type) {
        assertThat(LENGTHS.of("POST", false, null, "chunked", type)).isEqualTo(BodyLength.ORDINARY_JSON);
        assertThat(LENGTHS.of("POST", true, null, null, type)).isEqualTo(BodyLength.ORDINARY_JSON);
    }

    @Test
    void a_length_that_is_said_counts_up_to_the_largest_there_is() {
        assertThat(LENGTHS.of("PUT", false, "0", null, null)).isZero();
        assertThat(LENGTHS.of("PUT", true, " 17 ", null, "*/*")).isEqualTo(17);
        assertThat(LENGTHS.of("PUT", true, "99999999999", null, null)).isEqualTo(LARGEST);
    }

    @Test
    void a_length_that_is_no_number_or_not_that_of_the_body_is_none() {
        assertThat(LENGTHS.of("PUT", false, "many", null, null)).isEqualTo(LARGEST);
        assertThat(LENGTHS.of("PUT", false, "1", "chunked", null)).isEqualTo(LARGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "DELETE"})
    void what_asks_or_takes_away_has_no_body_unless_it_announces_one(String method) {
        assertThat(LENGTHS.of(method, true, null, null, null)).isZero();
        assertThat(LENGTHS.of(method, false, null, "chunked", null)).isEqualTo(LARGEST);
    }

    @Test
    void without_a_length_an_older_protocol_has_no_body() {
        assertThat(LENGTHS.of("POST", false, null, null, null)).isZero();
    }

    @Test
    void a_form_is_never_taken_for_more_than_forms_may_have() {
        assertThat(LENGTHS.of("POST", false, null, "chunked", FORM)).isEqualTo(LARGEST_FORM);
        assertThat(LENGTHS.of("POST", false, "7999", null, FORM)).isEqualTo(7_999);
        assertThat(new BodyLength(1_000, 500, WALL).of("POST", false, null, "chunked", "application/json"))
                .isEqualTo(1_000);
    }

    @Test
    void a_form_that_says_that_it_is_too_long_is() {
        assertThat(LENGTHS.exceeded("8000", FORM)).isEmpty();
        assertThat(LENGTHS.exceeded("8001", FORM + "; charset=utf-8")).hasValue(LARGEST_FORM);
        assertThat(LENGTHS.exceeded("8001", "application/json")).isEmpty();
        assertThat(LENGTHS.exceeded("8001", null)).isEmpty();
        assertThat(LENGTHS.exceeded("many", FORM)).isEmpty();
        assertThat(LENGTHS.exceeded(null, FORM)).isEmpty();
    }

    @Test
    void nothing_may_have_more_than_the_framework_reads() {
        assertThat(LENGTHS.exceeded("2000000", "application/json")).isEmpty();
        assertThat(LENGTHS.exceeded("2000001", "application/json")).hasValue(WALL);
        assertThat(LENGTHS.exceeded("2000001", null)).hasValue(WALL);
        assertThat(new BodyLength(1_000, WALL + 1, WALL).exceeded("2000001", FORM))
                .hasValue(WALL);
    }
}
