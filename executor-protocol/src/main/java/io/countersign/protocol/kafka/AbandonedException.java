package io.countersign.protocol.kafka;

/** The partition goes to another executor, or this one closes: whoever waits on its behalf stops. */
final class AbandonedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AbandonedException(String message) {
        super(message);
    }
}
