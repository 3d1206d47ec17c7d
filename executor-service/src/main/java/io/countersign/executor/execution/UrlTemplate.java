package io.countersign.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.executor.execution.Template.Literal;
import io.countersign.executor.execution.Template.Placeholder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An address with placeholders in its path and query. What parameters may choose is data within the address: never the
 * host, and never where the path leads.
 */
public final class UrlTemplate {

    private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#{}@]+");
    private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]");
    private static final Pattern SUFFIX = Pattern.compile("[;?#].*", Pattern.DOTALL);
    private static final Pattern ENCODED = Pattern.compile("%[0-9a-fA-F]{2}");
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final int SLASHES_BEFORE_HOST = 2;

    private final Template template;

    private UrlTemplate(Template template) {
        this.template = template;
    }

    /** Reads an address of http or https whose host is fixed; anything else is an {@link IllegalArgumentException}. */
    public static UrlTemplate of(String text) {
        return of(text, CallValues.NAMES);
    }

    /** As {@link #of(String)}, of an address that may name other values. */
    public static UrlTemplate of(String text, Set<String> names) {
        var origin = ORIGIN.matcher(text);
        if (!origin.lookingAt() || (origin.end() < text.length() && "{@".indexOf(text.charAt(origin.end())) >= 0)) {
            throw new IllegalArgumentException("not an http or https address with a fixed host and without user info");
        }
        if (text.indexOf('#') >= 0) {
            throw new IllegalArgumentException("an address of a call has no fragment");
        }
        var template = Template.of(text, names);
        URI.create(text.replaceAll("\\{[^}]*}", "x"));
        return new UrlTemplate(template);
    }

    /** The address for these values, each percent-encoded. */
    public URI expand(JsonNode values) throws UnusableParameter {
        var url = new StringBuilder();
        for (var part : template.parts()) {
            switch (part) {
                case Literal(var text) -> url.append(text);
                case Placeholder placeholder -> url.append(encoded(placeholder, values));
            }
        }
        var uri = URI.create(url.toString());
        refuseSteps(uri);
        return uri;
    }

    private static String encoded(Placeholder placeholder, JsonNode values) throws UnusableParameter {
        var value = placeholder
                .textIn(values)
                .filter(text -> !text.isEmpty())
                .orElseThrow(
                        () -> new UnusableParameter(placeholder + " of the address is absent, empty or no scalar"));
        return encoded(value);
    }

    /** Everything percent-encoded but RFC 3986's unreserved characters. */
    static String encoded(String value) {
        var encoded = new StringBuilder();
        for (var b : value.getBytes(StandardCharsets.UTF_8)) {
            var c = (char) (b & 0xff);
            if (UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        return encoded.toString();
    }

    /** Dots need no encoding; and who passes a request on may decode a path, once or again, before it takes its steps. */
    private void refuseSteps(URI uri) throws UnusableParameter {
        var segments = uri.getRawPath().split("/", -1);
        for (var i = 0; i < segments.length; i++) {
            if (isStep(decoded(segments[i]))) {
                throw new UnusableParameter(inSegment(i) + " of the address is a step to another path");
            }
        }
    }

    private static boolean isStep(String path) {
        return Arrays.stream(SEPARATOR.split(path, -1))
                .map(segment -> SUFFIX.matcher(segment).replaceFirst(""))
                .anyMatch(segment -> segment.equals(".") || segment.equals(".."));
    }

    /** Without any percent-encoding, however often it was applied; of what is not ASCII, only that it is none. */
    private static String decoded(String path) {
        var decoded = new StringBuilder();
        for (var i = 0; i < path.length(); i++) {
            decoded.append(path.charAt(i));
            while (ENCODED.matcher(decoded)
                    .region(Math.max(0, decoded.length() - 3), decoded.length())
                    .matches()) {
                var start = decoded.length() - 3;
                var c = (char) Integer.parseInt(decoded, start + 1, start + 3, 16);
                decoded.setLength(start);
                decoded.append(c);
            }
        }
        return decoded.toString();
    }

    /** The placeholders of a segment of the path; their values have no slash of their own, so that slashes tell. */
    private String inSegment(int wanted) {
        var named = new StringBuilder();
        var segment = -SLASHES_BEFORE_HOST;
        for (var part : template.parts()) {
            switch (part) {
                case Literal(var text) ->
                    segment += (int) text.chars().filter(c -> c == '/').count();
                case Placeholder placeholder -> {
                    if (segment == wanted) {
                        named.append(placeholder);
                    }
                }
            }
        }
        return named.isEmpty() ? "a segment" : named.toString();
    }
}
