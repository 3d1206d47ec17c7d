package io.countersign.simulation;

/** The product did something else than it must. */
final class Violation extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final String what;

    Violation(String what) {
        super(what);
        this.what = what;
    }

    /** What it did. */
    String what() {
        return what;
    }
}
