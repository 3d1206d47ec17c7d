package io.countersign.intake.openai;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An error as OpenAI's API says it: {@code {"error": {"message", "type", "param", "code", ...}}}. */
public final class ErrorBody {
    /** The type of what waits for a person. */
    public static final String HELD = "held_for_review";

    private ErrorBody() {}

    /**
     * The body of an error.
     *
     * @param code ours, in upper case
     * @param more members beside OpenAI's: the intent's id, state and reasons
     */
    public static Map<String, Object> of(int status, String code, @Nullable String message, Map<String, Object> more) {
        var error = new LinkedHashMap<String, Object>();
        error.put("message", message == null ? code : message);
        error.put("type", type(status, code));
        error.put("param", null);
        error.put("code", code);
        error.putAll(more);
        return Map.of("error", error);
    }

    private static String type(int status, String code) {
        if (code.equals("HELD")) {
            return HELD;
        }
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }
}
