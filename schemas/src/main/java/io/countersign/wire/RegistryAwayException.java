package io.countersign.wire;

/** The schema registry is away, or answers as if it were: wait and try again, nothing is wrong with the record. */
public final class RegistryAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RegistryAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
