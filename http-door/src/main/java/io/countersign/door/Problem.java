package io.countersign.door;

import io.countersign.contract.Code;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 says it: the status, our stable code, why, and members and headers of its own. The title says the
 * code in words; the type is {@code about:blank} and left out.
 */
public record Problem(
        int status, String code, @Nullable String detail, Map<String, Object> members, Map<String, String> headers) {
    /** Where the code's own words would say too little. */
    private static final Map<String, String> TITLES = Map.of(
            Code.RULE.name(), "Refused by a rule",
            Code.ENDED.name(), "It has ended",
            Code.INTERNAL.name(), "Internal error");

    /** Its media type as JSON. */
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** The problem of a code, with the code's status. */
    public static Problem of(Code code, String detail) {
        return of(code.status(), code.name(), detail);
    }

    /** The problem of a code that {@link Code} does not have. */
    public static Problem of(int status, String code, @Nullable String detail) {
        return new Problem(status, code, detail, Map.of(), Map.of());
    }

    /** The status of a code by its name; one that this version does not know has that of {@code unknown}. */
    public static int statusOf(String code, Code unknown) {
        for (var known : Code.values()) {
            if (known.name().equals(code)) {
                return known.status();
            }
        }
        return unknown.status();
    }

    /** The same with one more header. */
    public Problem withHeader(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(status, code, detail, members, more);
    }

    /** The same with one more member; one without a value is left out. */
    public Problem withMember(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        var more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Problem(status, code, detail, more, headers);
    }

    /** The members of its JSON object, in order. */
    public Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("title", title());
        json.put("status", status);
        if (detail != null) {
            json.put("detail", detail);
        }
        json.put("code", code);
        json.putAll(members);
        return json;
    }

    private String title() {
        var title = TITLES.get(code);
        if (title != null) {
            return title;
        }
        var words = code.replace('_', ' ').toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
