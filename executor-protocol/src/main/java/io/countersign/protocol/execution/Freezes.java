package io.countersign.protocol.execution;

import io.countersign.contract.FreezeScope;
import io.countersign.protocol.ApprovedAction;
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
                .filter(scope -> FreezeScope.covers(scope, action.tenant(), action.action()))
                .sorted()
                .findFirst();
    }
}
