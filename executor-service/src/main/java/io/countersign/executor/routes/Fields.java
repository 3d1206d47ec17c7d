package io.countersign.executor.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The members of one JSON object; whatever is wrong with one of them is an error that names it. */
final class Fields {

    private final String place;
    private final JsonNode object;
    private final Set<String> asked = new HashSet<>();

    private Fields(String place, JsonNode object) {
        this.place = place;
        this.object = object;
    }

    static Fields of(String place, JsonNode value) {
        if (!value.isObject()) {
            throw new InvalidRoutes(place, "is no object");
        }
        return new Fields(place, value);
    }

    InvalidRoutes wrong(String name, String message) {
        return new InvalidRoutes(place + "." + name, message);
    }

    Optional<JsonNode> value(String name) {
        asked.add(name);
        return Optional.ofNullable(object.get(name));
    }

    JsonNode array(String name) {
        return value(name).filter(JsonNode::isArray).orElseThrow(() -> wrong(name, "a list is required"));
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> wrong(name, "is required"));
    }

    Optional<String> optionalText(String name) {
        var value = value(name);
        value.filter(there -> !there.isTextual()).ifPresent(other -> {
            throw wrong(name, "is no text");
        });
        return value.map(JsonNode::asText);
    }

    int number(String name, int absent, int least, int most) {
        var value = value(name);
        if (value.isEmpty()) {
            return absent;
        }
        return value.filter(JsonNode::isInt)
                .map(JsonNode::asInt)
                .filter(number -> number >= least && number <= most)
                .orElseThrow(() -> wrong(name, "a whole number from " + least + " to " + most + " is required"));
    }

    <T> Map<String, T> texts(String name, Function<String, T> parser) {
        var texts = new HashMap<String, T>();
        var value = value(name);
        if (value.isPresent()) {
            var members = of(place + "." + name, value.get());
            value.get()
                    .fieldNames()
                    .forEachRemaining(key -> texts.put(key, members.parsed(key, members.text(key), parser)));
        }
        return texts;
    }

    <S, T> T parsed(String name, S value, Function<S, T> parser) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException refused) {
            throw wrong(name, String.valueOf(refused.getMessage()));
        }
    }

    void nothingElse() {
        object.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                throw wrong(name, "is no known setting");
            }
        });
    }
}
