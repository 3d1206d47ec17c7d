package io.countersign.console.desk;

import org.jspecify.annotations.Nullable;

/** One reason why a letter stopped: a stable code, the rule or budget that speaks, and its words if there are any. */
public record Finding(String code, @Nullable String rule, String message) {

    public static Finding fact(String code, @Nullable String rule) {
        return new Finding(code, rule, "");
    }

    /** The reason in words: its own message, or what its code means. */
    public String words() {
        return message.isBlank() ? Words.ofCode(code) : message;
    }
}
