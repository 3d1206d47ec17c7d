package io.countersign.executor.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The settings of a route, or of a part of one: the members of one JSON object. Whatever is wrong with one of them is an
 * {@link InvalidRoutes} that names its place, and so is a member that nobody asked for.
 */
public final class Fields {

    private final String place;
    private final String separator;
    private final JsonNode object;
    private final Set<String> asked = new HashSet<>();

    private Fields(String place, String separator, JsonNode object) {
        this.place = place;
        this.separator = separator;
        this.object = object;
    }

    /** The members of a file's whole value. */
    public static Fields ofFile(String file, JsonNode value) {
        return of(file, ": ", value);
    }

    /** The members of a value, which is at this place of the file. */
    public static Fields of(String place, JsonNode value) {
        return of(place, ".", value);
    }

    private static Fields of(String place, String separator, JsonNode value) {
        if (!value.isObject()) {
            throw new InvalidRoutes(place, "is no object");
        }
        return new Fields(place, separator, value);
    }

    private String within(String name) {
        return place + separator + name;
    }

    /** The error that says what is wrong with a member. */
    public InvalidRoutes wrong(String name, String message) {
        return new InvalidRoutes(within(name), message);
    }

    /** A member, whatever it is. */
    public Optional<JsonNode> value(String name) {
        asked.add(name);
        return Optional.ofNullable(object.get(name));
    }

    /** A list that is required. */
    public JsonNode array(String name) {
        return value(name).filter(JsonNode::isArray).orElseThrow(() -> wrong(name, "a list is required"));
    }

    /** A text that is required. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> wrong(name, "is required"));
    }

    /** A text. */
    public Optional<String> optionalText(String name) {
        var value = value(name);
        value.filter(there -> !there.isTextual()).ifPresent(other -> {
            throw wrong(name, "is no text");
        });
        return value.map(JsonNode::asText);
    }

    /** A whole number within bounds. */
    public int number(String name, int absent, int least, int most) {
        var value = value(name);
        if (value.isEmpty()) {
            return absent;
        }
        return value.filter(there -> there.isIntegralNumber() && there.canConvertToInt())
                .map(JsonNode::asInt)
                .filter(number -> number >= least && number <= most)
                .orElseThrow(() -> wrong(name, "a whole number from " + least + " to " + most + " is required"));
    }

    /** An object whose members are texts, each as {@code parser} reads it; in the file's order. */
    public <T> Map<String, T> texts(String name, Function<String, T> parser) {
        var texts = new LinkedHashMap<String, T>();
        var value = value(name);
        if (value.isPresent()) {
            var members = of(within(name), value.get());
            value.get()
                    .fieldNames()
                    .forEachRemaining(key -> texts.put(key, members.parsed(key, members.text(key), parser)));
        }
        return texts;
    }

    /** What {@code parser} makes of a member's value; its IllegalArgumentException becomes an error with the place. */
    public <S, T> T parsed(String name, S value, Function<S, T> parser) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException refused) {
            throw wrong(name, String.valueOf(refused.getMessage()));
        }
    }

    /** A truth value, false if it is absent. */
    public boolean flag(String name) {
        var value = value(name);
        value.filter(there -> !there.isBoolean()).ifPresent(other -> {
            throw wrong(name, "is neither true nor false");
        });
        return value.map(JsonNode::asBoolean).orElse(false);
    }

    /** A duration, such as 500ms, 10s or 5m. */
    public Duration duration(String name, Duration absent) {
        return optionalText(name)
                .map(text -> DurationText.parse(text)
                        .filter(Duration::isPositive)
                        .orElseThrow(() -> wrong(name, "is not " + DurationText.FORM)))
                .orElse(absent);
    }

    /** The members of an object within this one. */
    public Optional<Fields> fields(String name) {
        return value(name).map(value -> of(within(name), value));
    }

    /** The objects of a list, or the one that stands in its place. */
    public List<Fields> each(String name) {
        var value = value(name);
        if (value.isEmpty() || !value.get().isArray()) {
            return fields(name).stream().toList();
        }
        var all = new ArrayList<Fields>();
        value.get().forEach(element -> all.add(of(within(name) + "[" + all.size() + "]", element)));
        return all;
    }

    /** All members' names, in the file's order. */
    public List<String> names() {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Refuses members that nobody asked for. */
    public void nothingElse() {
        object.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                throw wrong(name, "is no known setting");
            }
        });
    }
}
