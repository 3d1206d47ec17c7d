package io.countersign.executor.connector.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.executor.execution.ExactJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashSet;

/**
 * What a query found, as {@code {columns, rows, count, truncated}}. Numbers that JSON readers disagree on are strings of
 * their digits, times are ISO 8601, bytes base64, JSON is JSON, and everything else the database's own text.
 */
final class SqlRows {

    /** Two columns of the same name, of which an object could hold one. */
    static final class Ambiguous extends Exception {
        private static final long serialVersionUID = 1L;

        Ambiguous(String column) {
            super("two columns are called " + column + ": name them with \"as\"");
        }
    }

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final int limit;
    private final int bytes;

    /** Keeps at most so many rows, and so many bytes of their text. */
    SqlRows(int limit, int bytes) {
        this.limit = limit;
        this.bytes = bytes;
    }

    /** Reads all rows, and keeps those within the limits; {@code count} is of those kept. */
    ObjectNode read(ResultSet found) throws SQLException, Ambiguous {
        var columns = columns(found);
        var rows = JSON.arrayNode();
        var left = (long) bytes - CanonicalJson.write(columns).length();
        var truncated = false;
        while (!truncated && found.next()) {
            var row = row(found, columns);
            left -= CanonicalJson.write(row).getBytes(StandardCharsets.UTF_8).length + 1;
            truncated = rows.size() == limit || left < 0;
            if (!truncated) {
                rows.add(row);
            }
        }
        ObjectNode answer = JSON.objectNode();
        answer.set("columns", columns);
        answer.set("rows", rows);
        return answer.put("count", rows.size()).put("truncated", truncated);
    }

    private static ArrayNode columns(ResultSet found) throws SQLException, Ambiguous {
        var labels = found.getMetaData();
        var columns = JSON.arrayNode();
        var seen = new HashSet<String>();
        for (var i = 1; i <= labels.getColumnCount(); i++) {
            var label = labels.getColumnLabel(i);
            if (!seen.add(label)) {
                throw new Ambiguous(label);
            }
            columns.add(label);
        }
        return columns;
    }

    private static ObjectNode row(ResultSet found, ArrayNode columns) throws SQLException {
        ObjectNode row = JSON.objectNode();
        for (var i = 1; i <= columns.size(); i++) {
            var type = found.getMetaData().getColumnTypeName(i);
            var text = found.getString(i);
            row.set(columns.get(i - 1).asText(), text == null ? JSON.nullNode() : value(found, i, type, text));
        }
        return row;
    }

    private static JsonNode value(ResultSet found, int at, String type, String text) throws SQLException {
        return switch (type) {
            case "bool" -> JSON.booleanNode(found.getBoolean(at));
            case "bytea" -> JSON.textNode(Base64.getEncoder().encodeToString(found.getBytes(at)));
            case "timestamptz" -> time(text, found.getObject(at, OffsetDateTime.class));
            case "timestamp" -> time(text, found.getObject(at, LocalDateTime.class));
            case "date" -> time(text, found.getObject(at, LocalDate.class));
            case "time" -> time(text, found.getObject(at, LocalTime.class));
            default -> type.startsWith("_") ? array(found.getArray(at), type.substring(1)) : scalar(type, text);
        };
    }

    private static JsonNode scalar(String type, String text) {
        return switch (type) {
            case "int2", "int4", "int8", "serial", "bigserial", "smallserial", "oid", "numeric", "float4", "float8" ->
                number(text);
            case "bool" -> JSON.booleanNode(text.startsWith("t"));
            case "json", "jsonb" -> ExactJson.read(text).orElseGet(() -> JSON.textNode(text));
            default -> JSON.textNode(text);
        };
    }

    /** NaN and the infinities are their names. */
    private static JsonNode number(String text) {
        try {
            return ExactJson.number(new BigDecimal(text));
        } catch (NumberFormatException nameless) {
            return JSON.textNode(text);
        }
    }

    private static JsonNode time(String text, Object time) {
        if (text.endsWith("infinity")) {
            return JSON.textNode(text);
        }
        return JSON.textNode(
                time instanceof OffsetDateTime instant
                        ? instant.withOffsetSameInstant(ZoneOffset.UTC).toString()
                        : time.toString());
    }

    private static JsonNode array(Array array, String type) throws SQLException {
        return elements((Object[]) array.getArray(), type);
    }

    private static JsonNode elements(Object[] elements, String type) {
        var list = JSON.arrayNode();
        for (var element : elements) {
            list.add(
                    element == null
                            ? JSON.nullNode()
                            : element instanceof Object[] inner ? elements(inner, type) : element(element, type));
        }
        return list;
    }

    private static JsonNode element(Object element, String type) {
        return element instanceof byte[] bytes
                ? JSON.textNode(Base64.getEncoder().encodeToString(bytes))
                : scalar(type, element.toString());
    }
}
