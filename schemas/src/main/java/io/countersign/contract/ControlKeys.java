package io.countersign.contract;

import java.util.Optional;

/**
 * The keys of controls: a later control of a key takes the place of the earlier, a tombstone ends it. What a control is
 * about stands in its key alone, so that a tombstone ends just what the control began, for every reader.
 */
public final class ControlKeys {

    /** Of the bundle in force. */
    public static final String ACTIVE = "active";

    private static final String FREEZE = "freeze/";
    private static final String OVERRIDE = "override/";

    private ControlKeys() {}

    /** Of the freeze of a {@link FreezeScope}. */
    public static String freeze(String scope) {
        return FREEZE + scope;
    }

    /** The scope that the key's control freezes, which need not be a valid one; empty if it is no freeze. */
    public static Optional<String> frozenScope(String key) {
        return key.startsWith(FREEZE) ? Optional.of(key.substring(FREEZE.length())) : Optional.empty();
    }

    /** True if the key's control sets a limit of a budget for one owner. */
    public static boolean isOverride(String key) {
        return key.startsWith(OVERRIDE);
    }
}
