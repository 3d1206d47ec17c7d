package io.countersign.executor.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An object that comes in pieces: texts of a model grow, elements of lists are found again by their {@code index}, and of
 * everything else the last word counts.
 */
final class StreamedValue {

    /** The members that a model writes token by token, wherever they are in a piece. */
    private static final Set<String> GROWING = Set.of(
            "content",
            "refusal",
            "reasoning",
            "reasoning_content",
            "thinking",
            "text",
            "summary",
            "arguments",
            "input",
            "data",
            "transcript");

    private static final String INDEX = "index";

    private final Map<String, JsonNode> last = new LinkedHashMap<>();
    private final Map<String, StringBuilder> texts = new LinkedHashMap<>();
    private final Map<String, StreamedValue> objects = new LinkedHashMap<>();
    private final Map<String, TreeMap<Integer, StreamedValue>> lists = new LinkedHashMap<>();

    /** True if a text of that name grows by its pieces. */
    static boolean isGrowing(String name) {
        return GROWING.contains(name);
    }

    /** Adds a piece. */
    void add(JsonNode piece) {
        piece.properties().forEach(member -> add(member.getKey(), member.getValue()));
    }

    /** Adds a piece of one member. */
    void add(String name, JsonNode value) {
        if (value.isTextual() && isGrowing(name)) {
            texts.computeIfAbsent(name, there -> new StringBuilder()).append(value.textValue());
        } else if (value.isObject()) {
            objects.computeIfAbsent(name, there -> new StreamedValue()).add(value);
        } else if (isListOfObjects(value)) {
            var list = lists.computeIfAbsent(name, there -> new TreeMap<>());
            value.forEach(element -> element(list, element).add(element));
        } else if (!value.isNull() || !has(name)) {
            last.put(name, value);
        }
    }

    private static StreamedValue element(TreeMap<Integer, StreamedValue> list, JsonNode element) {
        var next = list.isEmpty() ? 0 : list.lastKey() + 1;
        var index = element.path(INDEX).canConvertToInt() ? element.path(INDEX).asInt() : next;
        return list.computeIfAbsent(index, there -> new StreamedValue());
    }

    private static boolean isListOfObjects(JsonNode value) {
        return value.isArray() && !value.isEmpty() && value.valueStream().allMatch(JsonNode::isObject);
    }

    private boolean has(String name) {
        return last.containsKey(name)
                || texts.containsKey(name)
                || objects.containsKey(name)
                || lists.containsKey(name);
    }

    /** The whole object, as it would have come in one piece; elements of lists keep their index if {@code indexed}. */
    ObjectNode whole(boolean indexed) {
        var whole = JsonNodeFactory.instance.objectNode();
        last.forEach(whole::set);
        texts.forEach((name, text) -> whole.put(name, text.toString()));
        objects.forEach((name, object) -> whole.set(name, object.whole(indexed)));
        lists.forEach((name, list) -> {
            var array = whole.putArray(name);
            list.values().forEach(element -> array.add(element(element, indexed)));
        });
        return whole;
    }

    private static ObjectNode element(StreamedValue element, boolean indexed) {
        var whole = element.whole(indexed);
        return indexed ? whole : whole.without(INDEX);
    }
}
