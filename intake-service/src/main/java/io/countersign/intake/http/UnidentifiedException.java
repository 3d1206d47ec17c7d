package io.countersign.intake.http;

/** The token is valid, but names nobody whom the broker could answer to. */
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
