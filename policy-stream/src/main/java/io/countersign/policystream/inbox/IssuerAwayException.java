package io.countersign.policystream.inbox;

/** The issuer's keys cannot be had: wait and try again, nothing is wrong with the record. */
public final class IssuerAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    IssuerAwayException(String message) {
        super(message);
    }
}
