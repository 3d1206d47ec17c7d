package io.countersign.protocol.execution;

import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Glob;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The freezes in force, by scope: {@code all}, {@code tenant/<t>}, {@code action/<name or glob>}.
 *
 * @param untilByScope when each ends by itself, in broker time; {@link Instant#MAX} if it does not
 */
public record Freezes(Map<String, Instant> untilByScope) {

    /** No freeze. */
    public static final Freezes NONE = new Freezes(Map.of());

    private static final String TENANT = "tenant/";
    private static final String ACTION = "action/";

    public Freezes {
        untilByScope = Map.copyOf(untilByScope);
    }

    /** These freezes and one more, or the same scope with a new end. */
    public Freezes with(String scope, @Nullable Instant until) {
        var scopes = new HashMap<>(untilByScope);
        scopes.put(scope, until == null ? Instant.MAX : until);
        return new Freezes(scopes);
    }

    /** These freezes without the one of the scope. */
    public Freezes without(String scope) {
        var scopes = new HashMap<>(untilByScope);
        scopes.remove(scope);
        return new Freezes(scopes);
    }

    /** The scope of a freeze that holds the action, which was approved at a broker time. */
    public Optional<String> holding(ApprovedAction action, Instant approvedAt) {
        return untilByScope.entrySet().stream()
                .filter(freeze -> approvedAt.isBefore(freeze.getValue()))
                .map(Map.Entry::getKey)
                .filter(scope -> covers(scope, action))
                .sorted()
                .findFirst();
    }

    /** A scope that we cannot read holds everything: an order to stop is never guessed away. */
    private static boolean covers(String scope, ApprovedAction action) {
        if (scope.startsWith(TENANT)) {
            return scope.substring(TENANT.length()).equals(action.tenant());
        }
        if (scope.startsWith(ACTION)) {
            return coversAction(scope.substring(ACTION.length()), action);
        }
        return true;
    }

    private static boolean coversAction(String glob, ApprovedAction action) {
        try {
            return new Glob(glob).matches(action.action());
        } catch (IllegalArgumentException unreadable) {
            return true;
        }
    }
}
