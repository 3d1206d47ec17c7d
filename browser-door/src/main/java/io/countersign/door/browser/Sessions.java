package io.countersign.door.browser;

import io.countersign.contract.Code;
import io.countersign.door.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import java.time.Duration;

/** The cookie that is a browser's session: it holds the token of whoever has signed in. */
@Singleton
class Sessions {
    /** Browsers take no larger ones, and say nothing. */
    private static final int LONGEST = 4096;

    private final String name;
    private final PublicAddress address;

    Sessions(BrowserConfig config, PublicAddress address) {
        this.name = config.cookie();
        this.address = address;
    }

    /** A session that lasts for so long. */
    NewCookie cookie(HttpServerRequest request, String token, Duration left) {
        if (name.length() + token.length() > LONGEST) {
            throw new ProblemException(
                    Code.TOO_LARGE, "The token of this sign-in is longer than what a browser keeps in a cookie.");
        }
        return new NewCookie.Builder(name)
                .value(token)
                .path("/")
                .maxAge(Math.clamp(left.toSeconds(), 0, Integer.MAX_VALUE))
                .httpOnly(true)
                .secure(address.isSecure(request))
                .sameSite(SameSite.STRICT)
                .build();
    }
}
