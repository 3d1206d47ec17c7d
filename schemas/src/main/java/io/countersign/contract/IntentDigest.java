package io.countersign.contract;

import org.jspecify.annotations.Nullable;

/** What an intent asks for, in 64 hex digits: two intents with one digest ask for the same. */
public final class IntentDigest {
    private IntentDigest() {}

    /**
     * SHA-256 over the RFC 8785 text of an object with these members, absent ones left out; {@code maxTokens} is a decimal
     * string, as every {@code long}.
     *
     * @param parameters the canonical text of a JSON object: it enters as an object
     */
    public static String of(
            String action,
            String agent,
            @Nullable Long maxTokens,
            @Nullable String model,
            String parameters,
            boolean isPrivate,
            @Nullable String session,
            String tenant,
            String user) {
        return Sha256.hex(text(action, agent, maxTokens, model, parameters, isPrivate, session, tenant, user));
    }

    static String text(
            String action,
            String agent,
            @Nullable Long maxTokens,
            @Nullable String model,
            String parameters,
            boolean isPrivate,
            @Nullable String session,
            String tenant,
            String user) {
        var text = new StringBuilder(parameters.length() + 256).append('{');
        member(text, "action", action);
        member(text, "agent", agent);
        member(text, "maxTokens", maxTokens == null ? null : maxTokens.toString());
        member(text, "model", model);
        text.append("\"parameters\":").append(parameters).append(',');
        text.append("\"private\":").append(isPrivate).append(',');
        member(text, "session", session);
        member(text, "tenant", tenant);
        member(text, "user", user);
        text.setCharAt(text.length() - 1, '}');
        return text.toString();
    }

    private static void member(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append('"').append(name).append("\":");
            JsonText.appendString(text, value);
            text.append(',');
        }
    }
}
