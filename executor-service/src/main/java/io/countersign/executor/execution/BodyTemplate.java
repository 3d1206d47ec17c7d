package io.countersign.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.MalformedJson;
import io.countersign.executor.execution.Template.Literal;
import io.countersign.executor.execution.Template.Placeholder;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value with placeholders in its strings. A string that is one placeholder becomes that value, whatever its type.
 * Within longer strings scalars are written as text. What has no value is left out of a body; of what is made of an answer
 * it is told in its place.
 */
public final class BodyTemplate {

    /** The action's parameters as they are. */
    public static final BodyTemplate PARAMETERS = new BodyTemplate(null, CallValues.NAMES, null);

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final @Nullable JsonNode template;

    private final Set<String> roots;

    /** What stands in the place of a member or element that has no value; null: it is left out. */
    private final @Nullable JsonNode absent;

    private BodyTemplate(@Nullable JsonNode template, Set<String> roots, @Nullable JsonNode absent) {
        this.template = template;
        this.roots = roots;
        this.absent = absent;
    }

    /** Reads a template; a string in it that is none is an {@link IllegalArgumentException}. */
    public static BodyTemplate of(JsonNode template) {
        return of(template, CallValues.NAMES, null);
    }

    /** As {@link #of(JsonNode)}, of a template that may name other values; {@code absent} stands for each that is not there. */
    static BodyTemplate of(JsonNode template, Set<String> roots, @Nullable JsonNode absent) {
        check(template, roots);
        try {
            return new BodyTemplate(CanonicalJson.parse(template.toString()), roots, absent);
        } catch (MalformedJson notExact) {
            throw new IllegalArgumentException(notExact.getMessage(), notExact);
        }
    }

    /** The body for these values. */
    public JsonNode expand(JsonNode values) throws UnusableParameter {
        return written(values).orElse(NODES.nullNode());
    }

    /** What these values make of it; nothing if it is a string that has no value. */
    Optional<JsonNode> written(JsonNode values) throws UnusableParameter {
        return template == null ? Optional.of(values.path("parameters")) : expanded(template, values);
    }

    private static void check(JsonNode template, Set<String> roots) {
        if (template.isTextual()) {
            Template.of(template.asText(), roots);
        }
        template.forEach(element -> check(element, roots));
    }

    private Optional<JsonNode> expanded(JsonNode template, JsonNode values) throws UnusableParameter {
        if (template.isTextual()) {
            return text(Template.of(template.asText(), roots), values);
        }
        if (template.isArray()) {
            var array = NODES.arrayNode();
            for (var element : template) {
                part(element, values).ifPresent(array::add);
            }
            return Optional.of(array);
        }
        if (template.isObject()) {
            var object = NODES.objectNode();
            for (var member : template.properties()) {
                part(member.getValue(), values).ifPresent(value -> object.set(member.getKey(), value));
            }
            return Optional.of(object);
        }
        return Optional.of(template);
    }

    private Optional<JsonNode> part(JsonNode template, JsonNode values) throws UnusableParameter {
        return expanded(template, values).or(() -> Optional.ofNullable(absent));
    }

    private Optional<JsonNode> text(Template template, JsonNode values) throws UnusableParameter {
        var only = template.only();
        if (only.isPresent()) {
            return only.get().in(values);
        }
        var text = new StringBuilder();
        for (var part : template.parts()) {
            switch (part) {
                case Literal(var literal) -> text.append(literal);
                case Placeholder placeholder -> {
                    var value = placeholder.textIn(values);
                    if (value.isEmpty() && absent != null) {
                        return Optional.empty();
                    }
                    text.append(value.orElseThrow(
                            () -> new UnusableParameter(placeholder + " of the body is absent or no scalar")));
                }
            }
        }
        return Optional.of(NODES.textNode(text.toString()));
    }
}
