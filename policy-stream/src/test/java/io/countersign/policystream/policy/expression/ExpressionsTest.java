package io.countersign.policystream.policy.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.values.NullValue;
import io.countersign.policystream.policy.yaml.Findings;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionsTest {
    private static final Map<String, Object> PARAMETERS = Map.of(
            "real",
            250.0,
            "cents",
            99.99,
            "whole",
            250L,
            "name",
            "Ana",
            "yes",
            true,
            "nothing",
            NullValue.NULL_VALUE,
            "list",
            List.of(1.0, 2.5),
            "many",
            Collections.nCopies(200, 1.0),
            "long",
            "x".repeat(100_000));
    private static final Map<String, Object> VALUES = Map.of(
            "parameters",
            PARAMETERS,
            "action",
            "orders.refund",
            "model",
            "",
            "inputTokens",
            12L,
            "maxTokens",
            0L,
            "principal",
            Map.of("tenant", "acme", "user", "ana", "team", "", "agent", "bot", "roles", List.of("support")),
            "now",
            Instant.parse("2026-01-05T10:00:00Z"));

    private final Findings findings = new Findings();
    private final Expressions expressions = new Expressions(findings);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parameters.real > 100",
                "parameters.whole > 100",
                "parameters.whole > 249.5",
                "parameters.cents < 100",
                "parameters.cents <= 99.99",
                "parameters.real == 250",
                "parameters.whole == 250.0",
                "parameters.real == 2.5e2",
                "parameters.real in [250]",
                "parameters.whole in [250.0]",
                "parameters.list.exists(x, x == 1)",
                "parameters.nothing == null",
                "'support' in principal.roles",
                "principal.team == ''",
                "model == '' && maxTokens == 0 && inputTokens == 12",
                "now.getHours() == 10 && now < timestamp('2027-01-01T00:00:00Z')",
                "has(parameters.name) && !has(parameters.absent)",
                "parameters['name'] == 'Ana'",
                "action.startsWith('orders.')",
                "parameters.name.matches('^[A-Z][a-z]+$')",
                "parameters.yes"
            })
    void these_conditions_hold(String source) {
        assertThat(condition(source)).isEqualTo(new Evaluated.Is<>(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parameters.absent > 100",
                "parameters.name > 100",
                "parameters.real + 1 > 0.0",
                "parameters.whole",
                "parameters.name",
                "parameters.nothing",
                "parameters",
                "parameters.list[7] > 1.0",
                "parameters.name.startsWith(parameters.whole)",
                "inputTokens / (inputTokens - 12) > 1",
                "int(parameters.name) > 1",
                "now.getHours(parameters.name) > 1"
            })
    void a_condition_that_fails_or_is_no_truth_value_has_no_value(String source) {
        var expression = expressions.compile("rule r: when", 1, source, ResultKind.CONDITION);

        // "parameters" is known not to be a truth value when it is compiled
        assertThat(findings.clean()).isEqualTo(!source.equals("parameters"));
        assertThat(expression.evaluate(name -> Optional.ofNullable(VALUES.get(name))))
                .isInstanceOf(Evaluated.Failed.class);
    }

    @Test
    void a_variable_without_a_value_is_a_failure_and_not_a_denial_or_consent() {
        var expression = expressions.compile("rule r: when", 1, "maxTokens > 1", ResultKind.CONDITION);

        assertThat(expression.evaluate(name -> Optional.empty()))
                .isEqualTo(new Evaluated.Failed<Boolean>("it must come to true or false, not to something unknown"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            parameters.amont >           | the expression ends too early, at column 19
            too much                     | the expression is complete before 'much', at column 5
            (1 > 2                       | ')' is missing at the end, at column 7
            [1,,2]                       | ']' is expected, not ',', at column 4
            {'a' 1}                      | ':' is missing before '1', at column 6
            true and false               | an operator or the end is expected, not 'and', at column 6
            `true && || false`           | `a value is expected, not '||', at column 9`
            1 = 1                        | '=' is no part of an expression, at column 3
            1 # 2                        | '#' is no part of an expression, at column 3
            "abc                         | a text is not closed, or has an unknown escape: "abc, at column 1
            'a\\q'                       | a text is not closed, or has an unknown escape: 'a\\q, at column 1
            !1                           | '!' does not take (int), at column 1
            1 ? 2 : 3                    | '?:' does not take (int, int, int)
            1 in 2                       | 'in' does not take (int, int)
            1.size() > 2                 | int has no size()
            amount > 100                 | undeclared reference to 'amount', at column 1
            principal.rols == []         | undefined field 'rols'
            principal.roles > 5          | '>' does not take (list(string), int)
            'a' < 5                      | '<' does not take (string, int)
            'text'                       | must come to true or false, not to string
            1 + 1                        | must come to true or false, not to int
            session.lables == []         | undefined field 'lables'
            1 / 0 > 1                    | / by zero
            99999999999999999999 > 1     | not a number of 64 bits
            'a'.matches(parameters.name) | must be written out
            'a'.matches('(?=a)')         | not a pattern of RE2
            'a'.matches('(a{50}){50}')   | repeats too much
            parameters.?name == 'a'      | unsupported syntax
            exec('rm')                   | undeclared reference to 'exec'
            """)
    void these_do_not_compile(String source, String problem) {
        expressions.compile("rule r: when", 7, source, ResultKind.CONDITION);

        assertThat(findings.problems()).isNotEmpty().allSatisfy(found -> {
            assertThat(found.line()).isEqualTo(7);
            assertThat(found.message()).startsWith("rule r: when: ");
        });
        assertThat(findings.problems())
                .anySatisfy(found -> assertThat(found.message()).contains(problem))
                .noneSatisfy(found -> assertThat(found.message())
                        .containsAnyOf("expecting", "extraneous", "mismatched", "IDENTIFIER", "candidates"));
    }

    @Test
    void the_line_of_a_mistake_is_counted_within_a_literal_block() {
        expressions.compile("rule r: when", 5, "true\n&& true\n&& nonsense", ResultKind.CONDITION);

        assertThat(findings.problems())
                .singleElement()
                .satisfies(found -> assertThat(found.line()).isEqualTo(7));
    }

    @Test
    void an_empty_expression_is_a_problem() {
        expressions.compile("rule r: when", 5, "  ", ResultKind.CONDITION);

        assertThat(findings.problems())
                .singleElement()
                .satisfies(found -> assertThat(found.message()).isEqualTo("rule r: when: the expression is empty"));
    }

    @Test
    void what_looks_at_nothing_is_computed_once() {
        assertThat(expressions.compile("b: limit", 1, "20 * 1000", ResultKind.AMOUNT))
                .isEqualTo(new Expression.Constant<>(20_000L));
        assertThat(expressions.compile("b: limit", 1, "[1, 2].map(x, x * 2)[1]", ResultKind.AMOUNT))
                .isEqualTo(new Expression.Constant<>(4L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0 - 5", "9007199254740992", "9223372036854775807", "2.5", "'5'", "[1]"})
    void an_amount_that_is_none_does_not_load(String source) {
        expressions.compile("budget b: limit", 1, source, ResultKind.AMOUNT);

        assertThat(findings.clean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "9007199254740991, 9007199254740991",
        "inputTokens + inputTokens / 10, 13",
        "parameters.real, 250"
    })
    void an_amount_is_a_whole_number_up_to_2_to_the_53(String source, long amount) {
        assertThat(evaluate(source, ResultKind.AMOUNT)).isEqualTo(new Evaluated.Is<>(amount));
    }

    @ParameterizedTest
    @ValueSource(strings = {"inputTokens - 13", "parameters.cents", "parameters.name", "parameters.nothing"})
    void an_amount_that_turns_out_to_be_none_has_no_value(String source) {
        assertThat(evaluate(source, ResultKind.AMOUNT)).isInstanceOf(Evaluated.Failed.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            text(parameters.real)                     | 250
            text(parameters.cents) + ' EUR'           | 99.99 EUR
            text(12345678.9)                          | 12345678.9
            text(parameters.list)                     | [1,2.5]
            text({'a': [1, 'x', true, null]})         | {"a":[1,"x",true,null]}
            parameters.name                           | Ana
            text(now)                                 | 2026-01-05T10:00:00Z
            'amount ' + text(parameters.whole) + '!'  | amount 250!
            """)
    void wordings_are_what_people_would_write(String source, String words) {
        assertThat(evaluate(source, ResultKind.WORDING)).isEqualTo(new Evaluated.Is<>(words));
    }

    @Test
    void optional_parameters_are_found_unless_they_are_looked_for_first() {
        assertThat(assumed("parameters.a > 1 && has(parameters.b) && parameters.b.c > 1 && 'd' in parameters &&"
                        + " parameters['d'] == 1 && parameters['e'] == 1"))
                .containsExactlyInAnyOrder(List.of("a"), List.of("b", "c"), List.of("e"));
        assertThat(assumed("!has(parameters.a) || parameters.a.all(x, x > 1)")).isEmpty();
    }

    @Test
    void a_look_at_one_parameter_walks_no_other() {
        var looked = new ArrayList<Object>();
        Map<String, Object> parameters = new AbstractMap<>() {
            @Override
            public boolean containsKey(@Nullable Object name) {
                return true;
            }

            @Override
            public Object get(@Nullable Object name) {
                looked.add(name);
                return 250.0;
            }

            @Override
            public Set<Entry<String, Object>> entrySet() {
                throw new AssertionError("all of them are walked");
            }
        };

        var expression =
                expressions.compile("test", 1, "parameters.real > 100 && has(parameters.name)", ResultKind.CONDITION);

        assertThat(expression.evaluate(name -> Optional.of(parameters))).isEqualTo(new Evaluated.Is<>(true));
        assertThat(looked).containsOnly("real");
    }

    @Test
    void a_loop_over_loops_ends() {
        assertThat(condition("parameters.many.all(a, parameters.many.all(b, parameters.many.all(c, a + b + c > 0.0)))"))
                .isInstanceOf(Evaluated.Failed.class);
    }

    @Test
    void a_loop_over_constants_that_does_not_end_in_time_does_not_load() {
        String ten = "[1,2,3,4,5,6,7,8,9,10]";
        String source = "true";
        for (String variable : List.of("a", "b", "c", "d", "e", "f")) {
            source = ten + ".all(" + variable + ", " + source + ")";
        }

        expressions.compile("rule r: when", 1, source, ResultKind.CONDITION);

        assertThat(findings.problems())
                .singleElement()
                .satisfies(found -> assertThat(found.message()).contains("Iteration budget exceeded"));
    }

    @Test
    void text_that_doubles_and_doubles_ends() {
        String doubling = "parameters.long";
        for (int times = 0; times < 60; times++) {
            doubling += " + parameters.long";
        }

        assertThat(condition(doubling + " == ''"))
                .isEqualTo(new Evaluated.Failed<Boolean>("it costs more than an expression may"));
        assertThat(condition("parameters.many.map(a, parameters.long + text(a)).size() > 5"))
                .isEqualTo(new Evaluated.Failed<Boolean>("it costs more than an expression may"));
    }

    @Test
    void the_largest_parameters_fit_into_a_summary() {
        assertThat(evaluate("'say ' + parameters.long + '!'", ResultKind.WORDING))
                .isInstanceOfSatisfying(
                        Evaluated.Is.class,
                        is -> assertThat((String) is.value())
                                .hasSize(Words.LONGEST + 1)
                                .startsWith("say xxx")
                                .endsWith("…"));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 8_000, 100_000})
    void nesting_is_bounded(int depth) {
        expressions.compile("rule r: when", 1, "(".repeat(depth) + "true" + ")".repeat(depth), ResultKind.CONDITION);

        assertThat(findings.problems()).isNotEmpty();
    }

    @Test
    void length_is_bounded() {
        String fits = "action == '" + "a".repeat(ExpressionLanguage.LENGTH - 12) + "'";
        expressions.compile("rule r: when", 1, fits, ResultKind.CONDITION);
        assertThat(fits).hasSize(ExpressionLanguage.LENGTH);
        assertThat(findings.clean()).isTrue();

        expressions.compile("rule r: when", 1, fits + " ", ResultKind.CONDITION);
        assertThat(findings.clean()).isFalse();
    }

    private Evaluated<Boolean> condition(String source) {
        return evaluate(source, ResultKind.CONDITION);
    }

    private <T> Evaluated<T> evaluate(String source, ResultKind<T> kind) {
        var expression = expressions.compile("test", 1, source, kind);
        assertThat(findings.problems()).isEmpty();
        return expression.evaluate(name -> Optional.ofNullable(VALUES.get(name)));
    }

    private Iterable<List<String>> assumed(String source) {
        return expressions.compile("test", 1, source, ResultKind.CONDITION).assumedParameters();
    }
}
