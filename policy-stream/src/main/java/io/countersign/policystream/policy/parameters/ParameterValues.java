package io.countersign.policystream.policy.parameters;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as expressions see it: what its schema declares {@code integer} is an int, every other number a double. */
final class ParameterValues {
    private ParameterValues() {}

    static Map<String, Object> members(JsonNode object, Shape shape) {
        var members = LinkedHashMap.<String, Object>newLinkedHashMap(object.size());
        object.properties()
                .forEach(each -> members.put(each.getKey(), value(each.getValue(), shape.member(each.getKey()))));
        return Collections.unmodifiableMap(members);
    }

    private static Object value(JsonNode json, Shape shape) {
        return switch (json.getNodeType()) {
            case OBJECT -> members(json, shape);
            case ARRAY -> items(json, shape);
            case STRING -> json.textValue();
            case BOOLEAN -> json.booleanValue();
            case NUMBER -> number(json, shape);
            default -> NullValue.NULL_VALUE;
        };
    }

    private static List<Object> items(JsonNode array, Shape shape) {
        var items = new ArrayList<Object>(array.size());
        for (JsonNode item : array) {
            items.add(value(item, shape.item(items.size())));
        }
        return Collections.unmodifiableList(items);
    }

    /** An integer that no long holds, such as 1e30, stays a double: it compares well, and counts nothing. */
    private static Object number(JsonNode json, Shape shape) {
        double real = json.doubleValue();
        boolean whole = shape.whole() && real == Math.rint(real) && Math.abs(real) < 0x1p63;
        if (!whole) {
            return real;
        }
        return json.canConvertToLong() ? json.longValue() : (long) real;
    }
}
