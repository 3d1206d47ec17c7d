package io.countersign.policystream.lifecycle;

/** Who acts when no person does. */
final class Actors {

    /** The broker itself: a timer, or a rule. */
    static final String BROKER = "@broker";

    private Actors() {}

    static String executor(String name) {
        return name.isEmpty() ? "@executor" : "@executor/" + name;
    }
}
