package io.countersign.stack;

import org.jspecify.annotations.Nullable;

/** The stack cannot do what it was asked; the message is one line for the person who asked. */
public final class StackException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StackException(String message) {
        super(message);
    }

    public StackException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
