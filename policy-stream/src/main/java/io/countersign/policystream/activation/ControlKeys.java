package io.countersign.policystream.activation;

/** The keys of controls: a later control of a key takes the place of the earlier, a tombstone ends it. */
final class ControlKeys {

    static final String ACTIVE = "active";

    private ControlKeys() {}

    static String freeze(String scope) {
        return "freeze/" + scope;
    }
}
