package io.countersign.policystream.policy.parameters;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** Derives shapes from a checked schema, in which no reference leads in a circle. */
final class Shapes {
    private static final List<String> ALTERNATIVES = List.of("anyOf", "oneOf");
    private static final List<String> CONDITIONALS = List.of("if", "then", "else");

    private final JsonNode definitions;

    private Shapes(JsonNode definitions) {
        this.definitions = definitions;
    }

    static Shape of(JsonNode schema) {
        return new Shapes(schema.path("$defs")).shape(schema);
    }

    private Shape shape(JsonNode schema) {
        if (!schema.isObject()) {
            return Shape.ANY;
        }
        Shape shape = own(schema);
        if (schema.has("$ref")) {
            String reference = schema.get("$ref").asText();
            shape = merge(shape, shape(definitions.path(reference.substring(reference.lastIndexOf('/') + 1))));
        }
        for (JsonNode each : schema.path("allOf")) {
            shape = merge(shape, shape(each));
        }
        for (String keyword : ALTERNATIVES) {
            for (JsonNode each : schema.path(keyword)) {
                shape = merge(shape, maybe(shape(each)));
            }
        }
        for (String keyword : CONDITIONALS) {
            shape = merge(shape, maybe(shape(schema.path(keyword))));
        }
        for (JsonNode each : schema.path("dependentSchemas")) {
            shape = merge(shape, maybe(shape(each)));
        }
        return shape;
    }

    private Shape own(JsonNode schema) {
        Set<String> types = new HashSet<>();
        if (schema.path("type").isTextual()) {
            types.add(schema.path("type").asText());
        }
        schema.path("type").forEach(type -> types.add(type.asText()));
        Map<String, Shape> properties = new LinkedHashMap<>();
        schema.path("properties").properties().forEach(each -> properties.put(each.getKey(), shape(each.getValue())));
        Map<Pattern, Shape> patterns = new LinkedHashMap<>();
        schema.path("patternProperties")
                .properties()
                .forEach(each -> patterns.put(Pattern.compile(each.getKey()), shape(each.getValue())));
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        List<Shape> prefix = new ArrayList<>();
        schema.path("prefixItems").forEach(item -> prefix.add(shape(item)));
        JsonNode additional = schema.path("additionalProperties");
        return new Shape(
                types.contains("integer"),
                types.contains("number"),
                additional.isBoolean() && !additional.asBoolean(),
                Map.copyOf(properties),
                Map.copyOf(patterns),
                Set.copyOf(required),
                additional.isObject() ? shape(additional) : null,
                List.copyOf(prefix),
                schema.path("items").isObject() ? shape(schema.path("items")) : null);
    }

    /** What holds of an alternative holds of the whole only as far as types go. */
    private static Shape maybe(Shape shape) {
        return new Shape(
                shape.integer(),
                shape.number(),
                false,
                shape.properties(),
                shape.patterns(),
                Set.of(),
                shape.additional(),
                shape.prefix(),
                shape.items());
    }

    /** What two schemas say of one value; where they differ about a number, it is a double. */
    static Shape merge(Shape one, Shape other) {
        return new Shape(
                one.integer() || other.integer(),
                one.number() || other.number(),
                one.closed() || other.closed(),
                union(one.properties(), other.properties()),
                union(one.patterns(), other.patterns()),
                union(one.required(), other.required()),
                either(one.additional(), other.additional(), Shapes::merge),
                zip(one.prefix(), other.prefix()),
                either(one.items(), other.items(), Shapes::merge));
    }

    private static <K> Map<K, Shape> union(Map<K, Shape> one, Map<K, Shape> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        var union = new LinkedHashMap<>(one);
        other.forEach((key, shape) -> union.merge(key, shape, Shapes::merge));
        return Map.copyOf(union);
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var union = new HashSet<>(one);
        union.addAll(other);
        return Set.copyOf(union);
    }

    private static List<Shape> zip(List<Shape> one, List<Shape> other) {
        var zipped = new ArrayList<Shape>();
        for (int index = 0; index < Math.max(one.size(), other.size()); index++) {
            Shape first = index < one.size() ? one.get(index) : Shape.ANY;
            Shape second = index < other.size() ? other.get(index) : Shape.ANY;
            zipped.add(merge(first, second));
        }
        return List.copyOf(zipped);
    }

    private static @Nullable Shape either(@Nullable Shape one, @Nullable Shape other, BinaryOperator<Shape> merge) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return merge.apply(one, other);
    }
}
