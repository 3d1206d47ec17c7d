package io.countersign.policystream.http;

import io.countersign.contract.Code;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An error as RFC 9457 says it: the status, our stable code, why, and members and headers of its own. The title is the
 * code in words, the type is {@code about:blank} and left out.
 */
record Problem(int status, String code, String detail, Map<String, Object> members, Map<String, String> headers) {

    static final String MEDIA_TYPE = "application/problem+json";

    Problem {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    static Problem of(Code code, String detail) {
        return new Problem(code.status(), code.name(), detail, Map.of(), Map.of());
    }

    Problem withHeader(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Problem(status, code, detail, members, more);
    }

    Problem withMember(String name, Object value) {
        var more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new Problem(status, code, detail, more, headers);
    }

    /** The members of its JSON object, in order. */
    Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("title", title());
        json.put("status", status);
        json.put("detail", detail);
        json.put("code", code);
        json.putAll(members);
        return json;
    }

    private String title() {
        var words = code.replace('_', ' ').toLowerCase(Locale.ROOT);
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
