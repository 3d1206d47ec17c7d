package io.countersign.executor.connector;

import com.fasterxml.jackson.databind.node.TextNode;
import io.countersign.contract.CanonicalJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ways in which others write a secret that they quote: escaped, encoded, or within something that is encoded. */
final class SecretForms {

    /** A shorter stretch of base64 would be found in innocent text. */
    private static final int SHORTEST_BASE64 = 8;

    private static final Pattern JSON = Pattern.compile("\\\\(?:u([0-9A-Fa-f]{4})|([\"/\\\\bfnrt]))");
    private static final Pattern PERCENT = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");
    private static final Pattern HTML =
            Pattern.compile("&(?:#x([0-9A-Fa-f]{1,4})|#([0-9]{1,5})|(amp|lt|gt|quot|apos));");

    /** A shorter beginning of a secret would be found in innocent words, and tells little. */
    private static final int SHORTEST_BEGINNING = 4;

    /** What whoever cuts a text leaves in the place of its end. */
    private static final String MARK = "…";

    /** What cutting leaves at the end: half an escape or character, and the mark of the cut. */
    private static final Pattern CUT =
            Pattern.compile("(?:\\\\(?:u[0-9A-Fa-f]{0,3})?|%[0-9A-Fa-f]?|&[#0-9A-Za-z]{0,5}|\uFFFD)?…?$");

    /** Text that was quoted in a text that was quoted in a text. */
    private static final int DEEPEST = 3;

    private SecretForms() {}

    /** All forms of all secrets, the longest first. */
    static List<String> of(Set<String> secrets) {
        return secrets.stream()
                .flatMap(secret -> of(secret).stream())
                .distinct()
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    private static Set<String> of(String secret) {
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        var percent = URLEncoder.encode(secret, StandardCharsets.UTF_8);
        var hex = HexFormat.of().formatHex(bytes);
        var forms = new LinkedHashSet<>(List.of(
                secret,
                json(secret),
                json(json(secret)),
                json(secret).replace("/", "\\/"),
                percent,
                percent.replace("+", "%20"),
                lower(percent),
                lower(percent.replace("+", "%20")),
                html(secret, "&#39;"),
                html(secret, "&#x27;"),
                hex,
                hex.toUpperCase(Locale.ROOT)));
        addBase64(bytes, forms);
        return forms;
    }

    /**
     * The text with {@code instead} in the place of a secret's beginning that it was cut in, if it was: a text without the
     * mark ends as its author ended it.
     */
    static String withoutBeginning(List<String> forms, String text, String instead) {
        if (!text.endsWith(MARK)) {
            return text;
        }
        for (var shown : List.of(text.substring(0, text.length() - MARK.length()), uncut(text))) {
            var begun = begun(forms, shown);
            if (begun > 0) {
                return shown.substring(0, shown.length() - begun) + instead + MARK;
            }
        }
        return hides(uncut(text), plain -> begun(forms, plain) > 0 || begun(forms, uncut(plain)) > 0) ? instead : text;
    }

    private static String uncut(String text) {
        return CUT.matcher(text).replaceFirst("");
    }

    /** How many characters at the end of the text are the beginning of a secret, but not all of it. */
    private static int begun(List<String> forms, String text) {
        return forms.stream().mapToInt(form -> begun(form, text)).max().orElse(0);
    }

    private static int begun(String form, String text) {
        for (var length = Math.min(form.length() - 1, text.length()); length >= SHORTEST_BEGINNING; length--) {
            if (text.regionMatches(text.length() - length, form, 0, length)) {
                return length;
            }
        }
        return 0;
    }

    /** True if the text is, or hides behind escapes of one kind, what {@code isFound} looks for. */
    static boolean hides(String text, Predicate<String> isFound) {
        return List.<UnaryOperator<String>>of(
                        SecretForms::ofJson,
                        SecretForms::ofPercent,
                        form -> ofPercent(form.replace('+', ' ')),
                        SecretForms::ofHtml)
                .stream()
                .anyMatch(decoder -> hides(text, decoder, isFound));
    }

    private static boolean hides(String text, UnaryOperator<String> decoder, Predicate<String> isFound) {
        var shown = text;
        for (var depth = 0; depth < DEEPEST; depth++) {
            var plain = decoder.apply(shown);
            if (plain.equals(shown)) {
                return false;
            }
            if (isFound.test(plain)) {
                return true;
            }
            shown = plain;
        }
        return false;
    }

    private static String ofJson(String text) {
        return JSON.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1) != null
                                ? String.valueOf((char) Integer.parseInt(match.group(1), 16))
                                : control(match.group(2))));
    }

    private static String control(String escaped) {
        return switch (escaped) {
            case "b" -> "\b";
            case "f" -> "\f";
            case "n" -> "\n";
            case "r" -> "\r";
            case "t" -> "\t";
            default -> escaped;
        };
    }

    private static String ofPercent(String text) {
        return PERCENT.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(
                        new String(HexFormat.of().parseHex(match.group().replace("%", "")), StandardCharsets.UTF_8)));
    }

    private static String ofHtml(String text) {
        return HTML.matcher(text).replaceAll(match -> Matcher.quoteReplacement(character(match)));
    }

    private static String character(MatchResult html) {
        if (html.group(3) != null) {
            return switch (html.group(3)) {
                case "amp" -> "&";
                case "lt" -> "<";
                case "gt" -> ">";
                case "quot" -> "\"";
                default -> "'";
            };
        }
        var code = html.group(1) != null ? Integer.parseInt(html.group(1), 16) : Integer.parseInt(html.group(2));
        return String.valueOf((char) code);
    }

    private static String json(String text) {
        var quoted = CanonicalJson.write(TextNode.valueOf(text));
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String lower(String percentEncoded) {
        return Pattern.compile("%..")
                .matcher(percentEncoded)
                .replaceAll(match -> match.group().toLowerCase(Locale.ROOT));
    }

    private static String html(String text, String apostrophe) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", apostrophe);
    }

    /** The stretch that does not depend on what is before and after, at each of the three offsets: as in user:password. */
    private static void addBase64(byte[] secret, Set<String> forms) {
        for (var offset = 0; offset < 3; offset++) {
            var padded = new byte[offset + secret.length];
            System.arraycopy(secret, 0, padded, offset, secret.length);
            var first = offset == 0 ? 0 : offset + 1;
            var last = padded.length * 8 / 6;
            for (var encoder : Arrays.asList(Base64.getEncoder(), Base64.getUrlEncoder())) {
                var text = encoder.withoutPadding().encodeToString(padded);
                if (last - first >= SHORTEST_BASE64) {
                    forms.add(text.substring(first, last));
                }
            }
        }
    }
}
