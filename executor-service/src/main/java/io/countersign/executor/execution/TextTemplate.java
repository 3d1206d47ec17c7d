package io.countersign.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.executor.execution.Template.Literal;
import io.countersign.executor.execution.Template.Placeholder;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A line of text with placeholders. One that is nothing but a placeholder is left out if there is no such value. */
public final class TextTemplate {

    private final Template template;

    TextTemplate(Template template) {
        this.template = template;
    }

    /** Reads a template; a brace that begins no placeholder is an {@link IllegalArgumentException}. */
    public static TextTemplate of(String text) {
        return of(text, CallValues.NAMES);
    }

    /** As {@link #of(String)}, of a text that may name other values. */
    public static TextTemplate of(String text, Set<String> names) {
        return new TextTemplate(Template.of(text, names));
    }

    /** The text for these values; empty if all of it is the place of a value that is not there. */
    public Optional<String> expand(JsonNode values) throws UnusableParameter {
        var only = template.only();
        if (only.isPresent() && isAbsent(only.get(), values)) {
            return Optional.empty();
        }
        var text = new StringBuilder();
        for (var part : template.parts()) {
            switch (part) {
                case Literal(var literal) -> text.append(literal);
                case Placeholder placeholder ->
                    text.append(placeholder
                            .textIn(values)
                            .orElseThrow(() -> new UnusableParameter(placeholder + " is absent or no scalar")));
            }
        }
        return Optional.of(text.toString());
    }

    /** The placeholders whose values, as text, do not fit. */
    public List<String> unfit(JsonNode values, Predicate<String> fits) {
        return template.parts().stream()
                .filter(part -> part instanceof Placeholder placeholder
                        && placeholder.textIn(values).filter(fits.negate()).isPresent())
                .map(Object::toString)
                .distinct()
                .toList();
    }

    private static boolean isAbsent(Placeholder placeholder, JsonNode values) {
        return placeholder.in(values).filter(value -> !value.isNull()).isEmpty();
    }
}
