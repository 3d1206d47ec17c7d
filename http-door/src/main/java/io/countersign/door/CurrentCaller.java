package io.countersign.door;

import io.countersign.door.identity.Caller;
import io.countersign.door.identity.Unidentified;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who calls, by the verified token of the request and nothing else. */
@Singleton
public final class CurrentCaller {
    private static final String CALLER = "countersign.caller";

    private final JsonWebToken token;
    private final CurrentVertxRequest current;
    private final JWTAuthContextInfo expected;

    CurrentCaller(JsonWebToken token, CurrentVertxRequest current, JWTAuthContextInfo expected) {
        this.token = token;
        this.current = current;
        this.expected = expected;
    }

    /** A token that names nobody is no better than none: it ends the request. It is read once for each request. */
    public Caller identify() {
        var request = current.getCurrent();
        Caller known = request == null ? null : request.get(CALLER);
        if (known != null) {
            return known;
        }
        var caller = identify(token);
        if (request != null) {
            request.put(CALLER, caller);
        }
        return caller;
    }

    /** Whom a verified token names; a {@link ProblemException} if it names nobody. */
    public static Caller identify(JsonWebToken token) {
        return switch (TokenCaller.of(token)) {
            case Caller caller -> caller;
            case Unidentified nobody -> throw new ProblemException(Problems.badToken(nobody.why()));
        };
    }

    /** The token as it came, to be shown to another door of ours. */
    public String token() {
        return token.getRawToken();
    }

    /** When the token ends to be good. */
    public Instant until() {
        return until(token);
    }

    /** When that token ends to be good: so much later than it says as clocks may differ, by the setting that lets it in. */
    public Instant until(JsonWebToken verified) {
        return Instant.ofEpochSecond(verified.getExpirationTime()).plusSeconds(expected.getClockSkew());
    }
}
