package io.countersign.contract;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The one text of a JSON value: read once and strictly, then written as RFC 8785 says.
 *
 * <p>Refused are: what is no JSON or no UTF-8, a byte order mark, anything after the value, nesting beyond {@link
 * Limits#NESTING} and lone surrogates ({@code MALFORMED}); a member that an object names twice ({@code DUPLICATE_KEY});
 * more than {@link Limits#INPUT_BYTES} ({@code TOO_LARGE}); and numbers that JSON readers disagree on ({@code
 * NUMBER_NOT_EXACT}).
 *
 * <p>Every number is read as an IEEE 754 double, as RFC 8785 demands, and disagreement means: the double is not finite
 * ({@code 1e400}), or an integer beyond {@link Limits#EXACT_INTEGER}. An integer is a number that is written without
 * fraction and exponent, either by the sender ({@code 9007199254740992}) or in the canonical text: RFC 8785 writes whole
 * numbers below 1e21 that way, so {@code 9007199254740992.0} and {@code 1e20} are refused too, and the canonical text of
 * what is accepted is itself accepted. {@code 1e21} and {@code 6.02e23} are doubles in every notation and to every reader,
 * and are accepted.
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    /** The canonical text of one JSON value in UTF-8. */
    public static String canonicalize(byte[] utf8) throws MalformedJson {
        return write(parse(utf8));
    }

    /** The canonical text of one JSON value. */
    public static String canonicalize(String json) throws MalformedJson {
        return write(parse(json));
    }

    /**
     * Reads one JSON value in UTF-8. Whole numbers within {@link Limits#EXACT_INTEGER} become {@code LongNode}s, whatever
     * their notation, all others {@code DoubleNode}s: the tree is that of the canonical text.
     */
    public static JsonNode parse(byte[] utf8) throws MalformedJson {
        return StrictJsonReader.read(utf8);
    }

    /** As {@link #parse(byte[])}, from text. */
    public static JsonNode parse(String json) throws MalformedJson {
        return StrictJsonReader.read(json);
    }

    /** Writes what {@link #parse} read, or a part of it. */
    public static String write(JsonNode value) {
        var text = new StringBuilder();
        JsonText.appendValue(text, value);
        return text.toString();
    }
}
