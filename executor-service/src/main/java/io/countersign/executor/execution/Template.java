package io.countersign.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.CanonicalJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text with placeholders such as {@code {parameters.order}} or {@code {intent.id}}, each the path of a value.
 *
 * @param parts literals and placeholders in their order
 */
record Template(List<Part> parts) {

    private static final Pattern PATH = Pattern.compile("([a-z]+)(\\.[A-Za-z0-9_-]+)*");

    private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");

    /** A stretch of a template. */
    sealed interface Part {}

    /** Text that stands for itself. */
    record Literal(String text) implements Part {}

    /** The value at a path. */
    record Placeholder(List<String> path) implements Part {

        Optional<JsonNode> in(JsonNode values) {
            var value = values;
            for (var name : path) {
                value = value.isArray() && INDEX.matcher(name).matches()
                        ? value.path(Integer.parseInt(name))
                        : value.path(name);
            }
            return value.isMissingNode() ? Optional.empty() : Optional.of(value);
        }

        /** The value as text, numbers as RFC 8785 writes them; empty unless it is a scalar. */
        Optional<String> textIn(JsonNode values) {
            return in(values)
                    .filter(value -> value.isValueNode() && !value.isNull())
                    .map(value -> value.isTextual() ? value.asText() : CanonicalJson.write(value));
        }

        @Override
        public String toString() {
            return "{" + String.join(".", path) + "}";
        }
    }

    Template {
        parts = List.copyOf(parts);
    }

    /** Reads a template; a brace that begins no placeholder is an {@link IllegalArgumentException}. */
    static Template of(String text) {
        return of(text, CallValues.NAMES);
    }

    /** As {@link #of(String)}, of a template that may name these values and what is within them. */
    static Template of(String text, Set<String> names) {
        var parts = new ArrayList<Part>();
        var at = 0;
        for (var open = text.indexOf('{'); open >= 0; open = text.indexOf('{', at)) {
            var close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("a brace is not closed in \"" + text + "\"");
            }
            parts.add(new Literal(text.substring(at, open)));
            parts.add(placeholder(text.substring(open + 1, close), names));
            at = close + 1;
        }
        parts.add(new Literal(text.substring(at)));
        return new Template(parts);
    }

    /** The placeholder that the whole text is, if it is one. */
    Optional<Placeholder> only() {
        var filled = parts.stream()
                .filter(part -> !(part instanceof Literal(var text) && text.isEmpty()))
                .toList();
        return filled.size() == 1 && filled.getFirst() instanceof Placeholder placeholder
                ? Optional.of(placeholder)
                : Optional.empty();
    }

    private static Placeholder placeholder(String path, Set<String> names) {
        if (!PATH.matcher(path).matches() || names.stream().noneMatch(name -> isWithin(path, name))) {
            var expected = names.stream().sorted().map(Template::shape).collect(Collectors.joining(" or "));
            throw new IllegalArgumentException("{" + path + "} is no placeholder: " + expected + " is expected");
        }
        return new Placeholder(List.of(path.split("\\.")));
    }

    private static boolean isWithin(String path, String name) {
        return path.equals(name) || path.startsWith(name + ".");
    }

    private static String shape(String name) {
        return "{" + name + (name.contains(".") ? "}" : ".<name>}");
    }
}
