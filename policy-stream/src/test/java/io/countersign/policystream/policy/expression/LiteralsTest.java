package io.countersign.policystream.policy.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationException;
import io.countersign.policystream.policy.yaml.Findings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions share once their literals are taken out, and that it makes no difference to what they come to. */
class LiteralsTest {
    private static final Map<String, Object> VALUES = Map.of(
            "parameters",
            Map.of("amount", 250.0, "count", 7L, "name", "Ana", "list", List.of(1.0, 2.5, 250.0)),
            "principal",
            Map.of("roles", List.of("support", "finance")),
            "now",
            Instant.parse("2026-03-01T12:00:00Z"));

    private final Expressions expressions = new Expressions(new Findings());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            parameters.amount > 100 && 'support' in principal.roles | parameters.amount > 7 && 'finance' in principal.roles
            parameters.name in ['a', 'b']                           | parameters.name in ['c', 'd', 'e']
            text(parameters.amount) + ' EUR'                        | text(parameters.amount) + ' USD'
            parameters['name'] == 'Ana'                             | parameters['nome'] == 'Bo'
            parameters.list.exists(x, x > 1.5)                      | parameters.list.exists(x, x > 2.5)
            now < timestamp('2020-01-01T00:00:00Z')                 | now < timestamp('2030-06-01T12:00:00+02:00')
            now - duration('1h') < now                              | now - duration('90s') < now
            """)
    void what_differs_in_literals_only_is_one_program(String one, String other) {
        assertThat(template(one)).isEqualTo(template(other));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            parameters.amount > 100       | parameters.amount > 100.0
            parameters.amount > 100       | parameters.amount >= 100
            parameters.name == 'a'        | parameters.count == 1
            parameters.name in ['a']      | parameters.name in [1]
            parameters.amount > 100       | parameters.count > 100
            parameters.amount > -1.0      | parameters.amount > -parameters.count
            now < timestamp('2020-01-01T00:00:00Z') | now < timestamp(parameters.name)
            now < timestamp('2020-01-01T00:00:00Z') | now < timestamp(1577836800)
            """)
    void what_differs_in_more_is_not(String one, String other) {
        assertThat(template(one)).isNotEqualTo(template(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parameters.amount > 100 && parameters.amount < 300.5",
                "parameters.amount > 1000 || 'support' in principal.roles",
                "parameters.count in [1, 7]",
                "parameters.amount in [1, 250.0]",
                "parameters.list == [1.0, 2.5, 250.0]",
                "[1, 2, 3].exists_one(x, x == parameters.count - 5)",
                "parameters.list.map(x, x * 2.0)[1] == 5.0",
                "parameters.list.filter(x, x > 2.0).size() == 2",
                "{'a': 1, 'b': 7}['b'] == parameters.count",
                "parameters.name.startsWith('A') ? 'x' == 'x' : 1 == 2",
                "parameters.name.matches('^A[a-z]+$')",
                "[[1, 2], [7]].exists(x, parameters.count in x)",
                "[].size() == 0 && parameters.count == 7",
                "-7 == -parameters.count",
                "duration('1h') > duration('59m') && parameters.name != ''",
                "now > timestamp('2020-01-01T00:00:00Z') && now + duration('90s') > now",
                "timestamp('2020-01-01T00:00:00Z').getFullYear() == 2020 && parameters.name != '2020-01-01T00:00:00Z'",
                "duration('90s').getSeconds() == 90 && string(duration('90s')) == '90s' && parameters.name == 'Ana'",
                "b'Ana' == bytes(parameters.name)",
                "7u == uint(parameters.count)",
                "parameters.count == 7 && parameters.name == \"\"\"Ana\"\"\" && true != false && null != parameters.name"
            })
    void it_comes_to_the_same_with_and_without(String source) throws CelValidationException, CelEvaluationException {
        var asWritten = ExpressionLanguage.CEL.createProgram(
                ExpressionLanguage.CEL.compile(source).getAst());

        assertThat(asWritten.eval(VALUES)).isEqualTo(true);
        assertThat(condition(source)).isEqualTo(new Evaluated.Is<>(true));
    }

    @Test
    void what_is_no_time_still_fails_when_it_is_evaluated() {
        assertThat(condition("parameters.count == 8 && now < timestamp('no time')"))
                .isEqualTo(new Evaluated.Is<>(false));
        assertThat(condition("parameters.count == 7 && now < timestamp('no time')"))
                .isInstanceOf(Evaluated.Failed.class);
        assertThat(condition("parameters.count == 7 && duration('long') > duration('1s')"))
                .isInstanceOf(Evaluated.Failed.class);
    }

    @Test
    void each_has_its_own_literals_in_one_program() {
        var above = IntStream.of(100, 249, 250, 251)
                .mapToObj(limit -> expressions.compile(
                        "test",
                        1,
                        "parameters.amount > %d && parameters.name != 'x%d'".formatted(limit, limit),
                        ResultKind.CONDITION))
                .toList();

        assertThat(above)
                .extracting(each -> each.evaluate(name -> Optional.ofNullable(VALUES.get(name))))
                .containsExactly(
                        new Evaluated.Is<>(true),
                        new Evaluated.Is<>(true),
                        new Evaluated.Is<>(false),
                        new Evaluated.Is<>(false));
    }

    @Test
    void more_literals_than_are_taken_out_stay() {
        var many = IntStream.rangeClosed(1, 3 * Literals.MOST)
                .mapToObj(number -> "parameters.count != 7" + number)
                .collect(Collectors.joining(" && "));

        assertThat(condition(many)).isEqualTo(new Evaluated.Is<>(true));
        assertThat(condition(many + " && parameters.count != 7")).isEqualTo(new Evaluated.Is<>(false));
    }

    @Test
    void nobody_can_write_the_name_of_what_stands_for_a_literal() {
        var findings = new Findings();
        new Expressions(findings).compile("test", 1, "@i0 == 1", ResultKind.CONDITION);

        assertThat(findings.problems()).isNotEmpty();
    }

    private Evaluated<Boolean> condition(String source) {
        return expressions
                .compile("test", 1, source, ResultKind.CONDITION)
                .evaluate(name -> Optional.ofNullable(VALUES.get(name)));
    }

    private static CelExpr template(String source) {
        try {
            return Literals.of(ExpressionLanguage.CEL.parse(source).getAst())
                    .tree()
                    .getExpr();
        } catch (CelValidationException e) {
            throw new AssertionError(e);
        }
    }
}
