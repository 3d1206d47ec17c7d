package io.countersign.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.countersign.executor.execution.Template.Placeholder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One SQL statement with placeholders for values. A placeholder becomes a bind parameter and never text: the statement that
 * the database sees is the same for all values. Within quotes and comments braces are what they are, so a placeholder there,
 * which would be text, is none.
 *
 * @param text for JDBC, with a question mark for each placeholder
 */
public record SqlStatement(String text, List<Placeholder> placeholders) {

    /** Quoted strings, quoted names, dollar-quoted strings and comments, as PostgreSQL reads them. */
    private static final Pattern QUOTED = Pattern.compile(
            "(?<![A-Za-z0-9_$])[eE]'(?:[^'\\\\]|\\\\.|'')*+'|'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\""
                    + "|(?<![A-Za-z0-9_$])\\$([A-Za-z_][A-Za-z0-9_]*|)\\$.*?\\$\\1\\$|--[^\\n]*|/\\*.*?\\*/",
            Pattern.DOTALL);

    private static final Pattern UNCLOSED = Pattern.compile("['\"]|/\\*|\\$[A-Za-z_]*\\$");

    public SqlStatement {
        placeholders = List.copyOf(placeholders);
    }

    /** Reads one statement; what is none is an {@link IllegalArgumentException}. */
    public static SqlStatement of(String sql) {
        var text = new StringBuilder();
        var placeholders = new ArrayList<Placeholder>();
        var at = 0;
        var quoted = QUOTED.matcher(sql);
        while (quoted.find()) {
            read(sql.substring(at, quoted.start()), text, placeholders);
            text.append(quoted.group());
            at = quoted.end();
        }
        read(sql.substring(at), text, placeholders);
        var statement = text.toString().strip().replaceAll(";\\s*$", "");
        if (statement.isEmpty()) {
            throw new IllegalArgumentException("there is no statement");
        }
        return new SqlStatement(statement, placeholders);
    }

    /** The values of the placeholders, in their order; what is absent is null. */
    public List<JsonNode> values(JsonNode values) {
        return placeholders.stream()
                .map(placeholder -> placeholder.in(values).orElse(JsonNodeFactory.instance.nullNode()))
                .toList();
    }

    private static void read(String sql, StringBuilder text, List<Placeholder> placeholders) {
        if (UNCLOSED.matcher(sql).find()) {
            throw new IllegalArgumentException("a quote or comment is not closed");
        }
        var end = sql.indexOf(';');
        if (end >= 0 && !sql.substring(end + 1).isBlank()) {
            throw new IllegalArgumentException("there is more than one statement");
        }
        for (var part : Template.of(sql).parts()) {
            switch (part) {
                // To JDBC a question mark is a place for a value, unless it is doubled.
                case Template.Literal(var literal) -> text.append(literal.replace("?", "??"));
                case Placeholder placeholder -> {
                    text.append('?');
                    placeholders.add(placeholder);
                }
            }
        }
    }
}
