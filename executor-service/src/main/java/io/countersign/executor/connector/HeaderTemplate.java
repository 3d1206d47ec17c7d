package io.countersign.executor.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.executor.execution.TextTemplate;
import io.countersign.executor.execution.UnusableParameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A header's value: text, references to secrets, and placeholders. What parameters bring is one line of visible ASCII, or no
 * call is made; a value that is nothing but a placeholder is left out if there is none.
 */
final class HeaderTemplate {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");

    /** What the HTTP client decides about. */
    private static final Set<String> ITS_OWN =
            Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding");

    private final String name;
    private final List<Object> parts;

    private HeaderTemplate(String name, List<Object> parts) {
        this.name = name;
        this.parts = parts;
    }

    /** Reads a header's value, which may name these values; what is wrong with it or with the name is an {@link IllegalArgumentException}. */
    static HeaderTemplate of(String name, String text, Set<String> names, Secrets secrets) {
        var unused = name(name);
        var parts = new ArrayList<Object>();
        var at = 0;
        var reference = Secrets.REFERENCE.matcher(text);
        while (reference.find()) {
            parts.add(literal(text.substring(at, reference.start()), names));
            parts.add(secrets.setting(reference.group()));
            at = reference.end();
        }
        parts.add(literal(text.substring(at), names));
        return new HeaderTemplate(name, List.copyOf(parts));
    }

    /** The name of a header that a route may set; any other is an {@link IllegalArgumentException}. */
    static String name(String name) {
        if (!NAME.matcher(name).matches() || ITS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("\"" + name + "\" is no header that a route may set");
        }
        return name;
    }

    private static TextTemplate literal(String text, Set<String> names) {
        if (!VALUE.matcher(text).matches()) {
            throw new IllegalArgumentException("a header is one line of visible ASCII");
        }
        return TextTemplate.of(text, names);
    }

    String name() {
        return name;
    }

    /** The value for these values; empty if the header is left out. */
    Optional<String> expand(JsonNode values) throws UnusableParameter, IOException {
        if (parts.size() == 1 && parts.getFirst() instanceof TextTemplate only) {
            return checked(only, values);
        }
        var value = new StringBuilder();
        for (var part : parts) {
            switch (part) {
                case Secrets.Setting secret -> value.append(secret.value());
                case TextTemplate text -> value.append(checked(text, values).orElse(""));
                default -> throw new IllegalStateException("no part of a header: " + part);
            }
        }
        return Optional.of(value.toString());
    }

    /** What stands in the file was looked at when it was read, so only values can be wrong. */
    private Optional<String> checked(TextTemplate template, JsonNode values) throws UnusableParameter {
        var text = template.expand(values);
        var unfit = template.unfit(values, value -> VALUE.matcher(value).matches());
        if (!unfit.isEmpty()) {
            throw new UnusableParameter(
                    String.join(", ", unfit) + " of the header " + name + " is not one line of visible ASCII");
        }
        return text;
    }
}
