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

    /** Of the limit that one owner has in a budget, in place of the policy's. */
    public static String override(String budget, String ownerKey) {
        return OVERRIDE + budget + "/" + ownerKey;
    }

    /** Whose limit of which budget the key's control sets; empty if it sets none. */
    public static Optional<Overridden> overridden(String key) {
        int slash = key.indexOf('/', OVERRIDE.length());
        return isOverride(key) && slash > 0
                ? Optional.of(new Overridden(key.substring(OVERRIDE.length(), slash), key.substring(slash + 1)))
                : Optional.empty();
    }

    /** A budget of one owner, which need not be there. */
    public record Overridden(String budget, String ownerKey) {}

    /** True if the key's control sets a limit of a budget for one owner. */
    public static boolean isOverride(String key) {
        return key.startsWith(OVERRIDE);
    }
}
