package io.countersign.contract;

/** The names of record headers. */
public final class Headers {
    /** On every command: the id that its {@code Reply} carries. */
    public static final String REQUEST_ID = "countersign-request-id";

    /** W3C trace context, on every record. */
    public static final String TRACEPARENT = "traceparent";

    /** On a record that was forwarded to its owner's partition: the partition it was found on. */
    public static final String REROUTED = "rerouted";

    /** On records of {@link Topics#INBOX}: {@code Bearer <JWT>}. Never copied to any other record. */
    public static final String AUTHORIZATION = "authorization";

    /** On events and contents of an intent that names one: the topic to which they are copied. */
    public static final String REPLY_TO = "countersign-reply-to";

    /** On a record that a review put back: how many times that has happened. */
    public static final String HOPS = "countersign-hops";

    private Headers() {}

    /** True for a header whose value is shown and kept nowhere; names are compared without regard to case. */
    public static boolean isSecret(String name) {
        return name.equalsIgnoreCase(AUTHORIZATION);
    }
}
