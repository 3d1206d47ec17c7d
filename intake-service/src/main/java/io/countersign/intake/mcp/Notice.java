package io.countersign.intake.mcp;

/** The methods of messages that want no answer. */
public final class Notice {
    /** A client has given up one of its requests. */
    public static final String CANCELLED = "notifications/cancelled";

    static final String PROGRESS = "notifications/progress";
    static final String LISTENING = "notifications/subscriptions/acknowledged";
    static final String LIST_CHANGED = "notifications/tools/list_changed";

    private Notice() {}
}
