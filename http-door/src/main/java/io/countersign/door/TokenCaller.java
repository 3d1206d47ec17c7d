package io.countersign.door;

import io.countersign.door.identity.Caller;
import io.countersign.door.identity.Identification;
import jakarta.json.JsonString;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Whom a verified token names, at whichever door it was shown. */
final class TokenCaller {

    private TokenCaller() {}

    static Identification of(JsonWebToken token) {
        return Caller.identify(
                text(token, "tenant"), text(token, "sub"), text(token, "azp"), text(token, "team"), token.getGroups());
    }

    /** Null also for a claim that is no text. */
    private static @Nullable String text(JsonWebToken token, String claim) {
        return switch (token.<Object>getClaim(claim)) {
            case String text -> text;
            case JsonString text -> text.getString();
            case null, default -> null;
        };
    }
}
