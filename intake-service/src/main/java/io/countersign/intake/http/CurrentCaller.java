package io.countersign.intake.http;

import io.countersign.intake.submission.Caller;
import io.countersign.intake.submission.Identification;
import io.countersign.intake.submission.Unidentified;
import jakarta.inject.Singleton;
import jakarta.json.JsonString;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Who calls, by the verified token of the request and nothing else. */
@Singleton
final class CurrentCaller {
    private final JsonWebToken token;

    CurrentCaller(JsonWebToken token) {
        this.token = token;
    }

    /** A token that names nobody is no better than none: {@link UnidentifiedException}. */
    Caller identify() {
        return switch (identification()) {
            case Caller caller -> caller;
            case Unidentified nobody -> throw new UnidentifiedException(nobody.why());
        };
    }

    /** The token as it came, to be shown to policy-stream. */
    String token() {
        return token.getRawToken();
    }

    /** When the token ends to be good. */
    Instant until() {
        return Instant.ofEpochSecond(token.getExpirationTime());
    }

    private Identification identification() {
        return Caller.identify(text("tenant"), text("sub"), text("azp"), text("team"), token.getGroups());
    }

    /** Null also for a claim that is no text. */
    private @Nullable String text(String claim) {
        return switch (token.<Object>getClaim(claim)) {
            case String text -> text;
            case JsonString text -> text.getString();
            case null, default -> null;
        };
    }
}
