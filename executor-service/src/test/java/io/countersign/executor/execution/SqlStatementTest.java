package io.countersign.executor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.contract.CanonicalJson;
import io.countersign.executor.ApprovedActions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlStatementTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "select 1 where id = {parameters.id} ~ select 1 where id = ? ~ 1",
                "select 1; ~ select 1 ~ 0",
                "select {parameters.a}::text, {intent.user} ~ select ?::text, ? ~ 2",
                "select '{parameters.a}' ~ select '{parameters.a}' ~ 0",
                "select 'it''s {not} one', {parameters.a} ~ select 'it''s {not} one', ? ~ 1",
                "select E'\\'{no}', {parameters.a} ~ select E'\\'{no}', ? ~ 1",
                "select \"odd {name}\", $${x}$$, $t${x}; $$ $t$ ~ select \"odd {name}\", $${x}$$, $t${x}; $$ $t$ ~ 0",
                "select 1 -- {parameters.a}; ' ~ select 1 -- {parameters.a}; ' ~ 0",
                "select /* ; {x} ' */ {parameters.a} ~ select /* ; {x} ' */ ? ~ 1",
                "select a ? 'b' and c ?| {parameters.a} ~ select a ?? 'b' and c ??| ? ~ 1",
            })
    void a_placeholder_is_a_bind_parameter_and_never_text(String sql, String text, int placeholders) {
        var statement = SqlStatement.of(sql);

        assertThat(statement.text()).isEqualTo(text);
        assertThat(statement.placeholders()).hasSize(placeholders);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ; ",
                "select 1; select 2",
                "select 'open",
                "select \"open",
                "select 1 /* open",
                "select $$ open",
                "select {x}",
                "select {parameters.a",
                "select {answer.a}",
            })
    void what_is_no_single_statement_is_refused_at_the_start(String sql) {
        assertThatThrownBy(() -> SqlStatement.of(sql)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void values_come_in_the_order_of_their_places_and_what_is_absent_is_null() throws Exception {
        var statement = SqlStatement.of("select {parameters.b}, {parameters.none}, {parameters.list.1}, {intent.user}");

        var values = statement.values(CallValues.of(ApprovedActions.once("{\"b\":1.5,\"list\":[1,{\"c\":2}]}")));

        assertThat(values).extracting(CanonicalJson::write).containsExactly("1.5", "null", "{\"c\":2}", "\"ana\"");
    }
}
