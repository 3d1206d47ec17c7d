package io.countersign.policystream.policy.expression;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.cel.common.values.NullValue;
import java.util.List;
import java.util.Map;

/** The function {@code text}: a value of an expression as people write it. */
final class ValueText {
    private ValueText() {}

    /** Texts as they are, numbers as people write them, lists and maps as JSON, instants as ISO-8601. */
    static String of(Object value) {
        if (value instanceof String text) {
            return text;
        }
        var json = new StringBuilder();
        append(json, value);
        return json.toString();
    }

    private static void append(StringBuilder json, Object value) {
        switch (value) {
            case NullValue nothing -> json.append("null");
            case Number number -> json.append(NumberText.of(number));
            case Boolean truth -> json.append(truth);
            case List<?> list -> appendList(json, list);
            case Map<?, ?> map -> appendMap(json, map);
            case String text -> appendQuoted(json, text);
            default -> json.append(value);
        }
    }

    private static void appendList(StringBuilder json, List<?> list) {
        json.append('[');
        String between = "";
        for (Object item : list) {
            json.append(between);
            append(json, item);
            between = ",";
        }
        json.append(']');
    }

    private static void appendMap(StringBuilder json, Map<?, ?> map) {
        json.append('{');
        String between = "";
        for (Map.Entry<?, ?> member : map.entrySet()) {
            json.append(between);
            appendQuoted(json, of(member.getKey()));
            json.append(':');
            append(json, member.getValue());
            between = ",";
        }
        json.append('}');
    }

    private static void appendQuoted(StringBuilder json, String text) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
    }
}
