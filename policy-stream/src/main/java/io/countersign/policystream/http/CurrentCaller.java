package io.countersign.policystream.http;

import io.countersign.contract.Owner;
import jakarta.inject.Singleton;
import jakarta.json.JsonString;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Reads the caller from the verified token of the request and nothing else. */
@Singleton
final class CurrentCaller {

    private final JsonWebToken token;

    CurrentCaller(JsonWebToken token) {
        this.token = token;
    }

    Caller get() {
        var owner = Owner.of(text("tenant"), text("sub"))
                .orElseThrow(
                        () -> new UnidentifiedException("the token names no tenant and user that can own intents"));
        var agent = text("azp");
        if (agent.isEmpty()) {
            throw new UnidentifiedException("the token names no client");
        }
        var team = text("team");
        var roles = token.getGroups().stream().sorted().toList();
        return new Caller(owner, agent, team.isEmpty() ? null : team, roles, token.getRawToken());
    }

    /** Empty also for a claim that is no text. */
    private String text(String name) {
        @Nullable Object claim = token.getClaim(name);
        return switch (claim) {
            case String text -> text;
            case JsonString text -> text.getString();
            case null, default -> "";
        };
    }
}
