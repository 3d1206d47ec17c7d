package io.countersign.executor.connector.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.CanonicalJson;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * Binds JSON values: whole numbers as {@code int8}, others as {@code numeric}, truth values as {@code bool}, objects as {@code
 * jsonb}. Strings, and lists of scalars as arrays, have the type that the statement has for them in that place.
 */
final class SqlValues {

    private SqlValues() {}

    static void bind(PreparedStatement statement, List<JsonNode> values) throws SQLException {
        for (var i = 0; i < values.size(); i++) {
            bind(statement, i + 1, values.get(i));
        }
    }

    private static void bind(PreparedStatement statement, int at, JsonNode value) throws SQLException {
        if (value.isNull()) {
            statement.setNull(at, Types.NULL);
        } else if (value.isBoolean()) {
            statement.setBoolean(at, value.asBoolean());
        } else if (value.isIntegralNumber()) {
            statement.setLong(at, value.asLong());
        } else if (value.isNumber()) {
            statement.setBigDecimal(at, new BigDecimal(CanonicalJson.write(value)));
        } else if (value.isTextual()) {
            statement.setObject(at, value.asText(), Types.OTHER);
        } else if (value.isArray() && scalars(value)) {
            statement.setObject(at, array(statement, value), Types.OTHER);
        } else {
            statement.setObject(at, json(value));
        }
    }

    private static boolean scalars(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).noneMatch(JsonNode::isContainerNode);
    }

    /** The driver's own text of an array, with its quotes and escapes. */
    private static String array(PreparedStatement statement, JsonNode list) throws SQLException {
        var elements = StreamSupport.stream(list.spliterator(), false)
                .map(SqlValues::text)
                .toArray(String[]::new);
        return statement.getConnection().createArrayOf("text", elements).toString();
    }

    private static @Nullable String text(JsonNode scalar) {
        if (scalar.isNull()) {
            return null;
        }
        return scalar.isTextual() ? scalar.asText() : CanonicalJson.write(scalar);
    }

    private static PGobject json(JsonNode value) throws SQLException {
        var json = new PGobject();
        json.setType("jsonb");
        json.setValue(CanonicalJson.write(value));
        return json;
    }
}
