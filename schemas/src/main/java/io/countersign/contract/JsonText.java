package io.countersign.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.erdtman.jcs.NumberToJSON;

/** Writes the parts of RFC 8785 text: strings, numbers, and trees with their members sorted by UTF-16 code units. */
public final class JsonText {
    private static final double FIRST_WITH_EXPONENT = 1e21;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private JsonText() {}

    /** Appends a JSON string. A lone surrogate has no UTF-8 and is an {@link IllegalArgumentException}. */
    public static void appendString(StringBuilder out, String text) {
        out.append('"');
        var written = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isSurrogate(c)) {
                requirePair(text, i++);
                continue;
            }
            out.append(text, written, i);
            written = i + 1;
            appendEscaped(out, c);
        }
        out.append(text, written, text.length()).append('"');
    }

    /** Appends a number as ECMAScript writes it. */
    public static void appendNumber(StringBuilder out, double number) {
        try {
            out.append(NumberToJSON.serializeNumber(number));
        } catch (IOException e) {
            throw new UncheckedIOException("JSON has no " + number, e);
        }
    }

    static void appendValue(StringBuilder out, JsonNode value) {
        switch (value.getNodeType()) {
            case OBJECT -> appendObject(out, value);
            case ARRAY -> appendArray(out, value);
            case STRING -> appendString(out, value.textValue());
            case NUMBER -> appendNumber(out, value);
            case BOOLEAN, NULL -> out.append(value.asText());
            default -> throw new IllegalArgumentException("not a JSON value: " + value.getNodeType());
        }
    }

    /** Whether ECMAScript writes it without fraction and exponent. */
    static boolean isWrittenAsInteger(double number) {
        return number == Math.rint(number) && Math.abs(number) < FIRST_WITH_EXPONENT;
    }

    static boolean hasLoneSurrogate(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && !isPair(text, i++)) {
                return true;
            }
        }
        return false;
    }

    private static void appendObject(StringBuilder out, JsonNode object) {
        out.append('{');
        var separator = "";
        for (var member :
                object.properties().stream().sorted(Map.Entry.comparingByKey()).toList()) {
            appendString(out.append(separator), member.getKey());
            appendValue(out.append(':'), member.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private static void appendArray(StringBuilder out, JsonNode array) {
        out.append('[');
        var separator = "";
        for (var item : array) {
            appendValue(out.append(separator), item);
            separator = ",";
        }
        out.append(']');
    }

    private static void appendNumber(StringBuilder out, JsonNode number) {
        if (number.isIntegralNumber() && number.canConvertToLong()) {
            out.append(number.longValue());
        } else {
            appendNumber(out, number.doubleValue());
        }
    }

    private static void appendEscaped(StringBuilder out, char c) {
        out.append('\\');
        switch (c) {
            case '"', '\\' -> out.append(c);
            case '\b' -> out.append('b');
            case '\t' -> out.append('t');
            case '\n' -> out.append('n');
            case '\f' -> out.append('f');
            case '\r' -> out.append('r');
            default -> out.append("u00").append(HEX[c >> 4]).append(HEX[c & 15]);
        }
    }

    private static void requirePair(String text, int index) {
        if (!isPair(text, index)) {
            throw new IllegalArgumentException("a lone surrogate is not Unicode");
        }
    }

    private static boolean isPair(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                && index + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(index + 1));
    }
}
