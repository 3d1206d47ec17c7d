package io.countersign.door.admission;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A limit as {@code RateLimit-Policy} and {@code RateLimit} tell it: draft-ietf-httpapi-ratelimit-headers-10, whose fields
 * are lists of RFC 9651 items.
 *
 * @param unit the draft's are {@code requests}, {@code content-bytes} and {@code concurrent-requests}
 * @param windowSeconds in which the quota counts
 * @param resetSeconds after which there is more of it
 */
public record RateLimit(
        String name, long quota, OptionalLong windowSeconds, String unit, long left, OptionalLong resetSeconds) {
    /** The largest integer of RFC 9651. */
    private static final long LARGEST = 999_999_999_999_999L;

    /** Whole seconds until that time has passed, as headers want them: never too few, and at least none. */
    public static long wholeSeconds(Duration time) {
        return Math.max(0, time.plusNanos(999_999_999).toSeconds());
    }

    /** Both headers; none if there is no limit to tell. */
    public static Map<String, String> headers(List<RateLimit> limits) {
        var headers = new LinkedHashMap<String, String>();
        if (!limits.isEmpty()) {
            headers.put("RateLimit-Policy", list(limits, RateLimit::policy));
            headers.put("RateLimit", list(limits, RateLimit::standing));
        }
        return headers;
    }

    private static String list(List<RateLimit> limits, Function<RateLimit, String> item) {
        return limits.stream().map(item).collect(Collectors.joining(", "));
    }

    private String policy() {
        return quoted(name) + ";q=" + integer(quota) + parameter("w", windowSeconds) + ";qu=" + quoted(unit);
    }

    private String standing() {
        return quoted(name) + ";r=" + integer(left) + parameter("t", resetSeconds);
    }

    private static String parameter(String key, OptionalLong value) {
        return value.isPresent() ? ";" + key + "=" + integer(value.getAsLong()) : "";
    }

    private static String integer(long value) {
        return String.valueOf(Math.clamp(value, 0L, LARGEST));
    }

    /** A string of RFC 9651 has printable ASCII only. */
    private static String quoted(String text) {
        var string = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                string.append('\\');
            }
            string.append(c >= ' ' && c <= '~' ? (char) c : '?');
        });
        return string.append('"').toString();
    }
}
