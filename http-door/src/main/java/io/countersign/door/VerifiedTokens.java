package io.countersign.door;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Tokens that were verified a moment ago. A client shows the same one with each request, and to verify its signature takes
 * longer than the rest of a small request. A key that its issuer withdraws is believed for {@link #REMEMBERED} longer.
 */
final class VerifiedTokens {
    static final Duration REMEMBERED = Duration.ofMinutes(1);

    private final Cache<String, JWTCallerPrincipal> principals;
    private final InstantSource clock;

    /** Keeps tokens of so many characters in all. */
    VerifiedTokens(long characters, InstantSource clock, Ticker ticker) {
        this.clock = clock;
        principals = Caffeine.newBuilder()
                .expireAfterWrite(REMEMBERED)
                .maximumWeight(characters)
                .<String, JWTCallerPrincipal>weigher((token, principal) -> token.length())
                .ticker(ticker)
                .build();
    }

    /** Whom a token names that was verified within the last minute and is still good. */
    Optional<JWTCallerPrincipal> find(String token) {
        return Optional.ofNullable(principals.getIfPresent(token))
                .filter(principal -> clock.instant().isBefore(Instant.ofEpochSecond(principal.getExpirationTime())));
    }

    /** Remembers what was verified just now. */
    void add(String token, JWTCallerPrincipal principal) {
        principals.put(token, principal);
    }
}
