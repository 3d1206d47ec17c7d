package io.countersign.policystream.http;

/** A verified token that names nobody: no better than none. */
final class UnidentifiedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String why;

    UnidentifiedException(String why) {
        super(why, null, false, false);
        this.why = why;
    }

    String why() {
        return why;
    }
}
