package io.countersign.executor.chat;

/** What was approved is no chat that could be asked for: no call can be made. */
public final class UnusableChat extends Exception {
    private static final long serialVersionUID = 1L;

    /** The reason, for people. */
    public UnusableChat(String message) {
        super(message);
    }
}
