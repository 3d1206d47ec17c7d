package io.countersign.policystream.policy.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "^[A-Z]{2}[0-9]{2}[A-Z0-9]{4,30}$",
                "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$",
                "(x+x+)+y",
                "^(([a-z])+.)+[A-Z]([a-z])+$",
                "a{240}",
                "\\{5,\\}",
                "[{9}]{1,3}",
                "^\\p{L}+$",
                "(?i)yes|no",
                "x{,5}"
            })
    void ordinary_patterns_and_those_that_backtracking_dies_of_are_fine(String pattern) {
        assertThat(SafePattern.problem(pattern)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a{251}",
                "((a{10}){10}){10}",
                "((((a{1000}){1000}){1000}){1000}){1000}",
                "(((a{1000,}){1000,}){1000,})",
                "(?:[a-z]{30}){30}",
                "a{999999999}"
            })
    void repetition_that_explodes_is_refused_before_it_is_compiled(String pattern) {
        assertThat(SafePattern.problem(pattern))
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("the pattern repeats too much"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(?=a)", "(?<!a)b", "(a)\\1", "(", "[z-a]", "a++", "\\u0041"})
    void what_re2_does_not_know_is_refused(String pattern) {
        assertThat(SafePattern.problem(pattern))
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("not a pattern of RE2"));
    }

    @Test
    void long_patterns_are_refused() {
        assertThat(SafePattern.problem("a|".repeat(SafePattern.LENGTH / 2) + "b"))
                .hasValueSatisfying(problem -> assertThat(problem).contains("longer than"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a{3}", "(ab{2}c){4}", "(a{2}|b){5,7}", "[abc]{4}(x(y{3})z){2}", "\\d{5}", "((a{3}){3}){3}"})
    void the_estimate_is_no_smaller_than_half_of_the_program(String pattern) {
        assertThat(2 * PatternSize.of(pattern) + 3)
                .isGreaterThanOrEqualTo(Pattern.compile(pattern).programSize());
    }
}
