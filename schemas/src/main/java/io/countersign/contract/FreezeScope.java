package io.countersign.contract;

import java.util.Optional;

/** The scope of a freeze: {@code all}, {@code tenant/<t>} or {@code action/<name or glob>}. */
public final class FreezeScope {

    private static final String TENANT = "tenant/";
    private static final String ACTION = "action/";

    private FreezeScope() {}

    /** True if the text is a scope in which something can lie: an owner can be of the tenant, an action be called so. */
    public static boolean isValid(String scope) {
        return isScope(scope) && (!scope.startsWith(TENANT) || Owner.isTenant(scope.substring(TENANT.length())));
    }

    /** Which actions a scope of actions names; empty for any other, and for what is no scope. */
    public static Optional<ActionGlob> actions(String scope) {
        return isScope(scope) && scope.startsWith(ACTION)
                ? Optional.of(new ActionGlob(scope.substring(ACTION.length())))
                : Optional.empty();
    }

    /**
     * True if the scope covers an action of this name for this tenant. What is no scope covers everything: an order to stop is
     * never guessed away.
     */
    public static boolean covers(String scope, String tenant, String action) {
        if (!isScope(scope)) {
            return true;
        }
        if (scope.startsWith(TENANT)) {
            return scope.substring(TENANT.length()).equals(tenant);
        }
        return !scope.startsWith(ACTION) || new ActionGlob(scope.substring(ACTION.length())).matches(action);
    }

    private static boolean isScope(String text) {
        return text.equals("all")
                || (text.startsWith(TENANT) && text.length() > TENANT.length())
                || (text.startsWith(ACTION) && ActionGlob.isValid(text.substring(ACTION.length())));
    }
}
