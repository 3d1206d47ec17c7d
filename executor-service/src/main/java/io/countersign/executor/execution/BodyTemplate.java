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
 * A JSON value with placeholders in its strings. A string that is one placeholder becomes that value, whatever its type; if
 * there is none, the member or element is left out. Within longer strings scalars are written as text.
 */
public final class BodyTemplate {

    /** The action's parameters as they are. */
    public static final BodyTemplate PARAMETERS = new BodyTemplate(null, CallValues.NAMES);

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final @Nullable JsonNode template;

    private final Set<String> roots;

    private BodyTemplate(@Nullable JsonNode template, Set<String> roots) {
        this.template = template;
        this.roots = roots;
    }

    /** Reads a template; a string in it that is none is an {@link IllegalArgumentException}. */
    public static BodyTemplate of(JsonNode template) {
        return of(template, CallValues.NAMES);
    }

    /** As {@link #of(JsonNode)}, of a template that may name other values. */
    static BodyTemplate of(JsonNode template, Set<String> roots) {
        check(template, roots);
        try {
            return new BodyTemplate(CanonicalJson.parse(template.toString()), roots);
        } catch (MalformedJson notExact) {
            throw new IllegalArgumentException(notExact.getMessage(), notExact);
        }
    }

    /** The body for these values. */
    public JsonNode expand(JsonNode values) throws UnusableParameter {
        return template == null
                ? values.path("parameters")
                : expanded(template, values).orElse(NODES.nullNode());
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
                expanded(element, values).ifPresent(array::add);
            }
            return Optional.of(array);
        }
        if (template.isObject()) {
            var object = NODES.objectNode();
            for (var member : template.properties()) {
                expanded(member.getValue(), values).ifPresent(value -> object.set(member.getKey(), value));
            }
            return Optional.of(object);
        }
        return Optional.of(template);
    }

    private static Optional<JsonNode> text(Template template, JsonNode values) throws UnusableParameter {
        var only = template.only();
        if (only.isPresent()) {
            return only.get().in(values);
        }
        var text = new StringBuilder();
        for (var part : template.parts()) {
            switch (part) {
                case Literal(var literal) -> text.append(literal);
                case Placeholder placeholder ->
                    text.append(placeholder
                            .textIn(values)
                            .orElseThrow(
                                    () -> new UnusableParameter(placeholder + " of the body is absent or no scalar")));
            }
        }
        return Optional.of(NODES.textNode(text.toString()));
    }
}
