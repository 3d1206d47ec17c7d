package io.countersign.door;

import com.github.benmanes.caffeine.cache.Ticker;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads tokens as the framework does, and takes only such as its other parts can read: roles that are no list of texts
 * would fail behind the verification, as a defect of ours or with a stack trace for each request. What was verified a moment
 * ago is not verified again.
 */
@ApplicationScoped
@Alternative
@Priority(1)
public class TokenReader extends JWTCallerPrincipalFactory {
    private static final String GROUPS = "groups";
    private static final List<String> TIMES = List.of("exp", "iat", "nbf");

    /** The end of the year 9999, which is the last that RFC 3339 can name. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /** Some ten thousand tokens of a common length. */
    private static final long REMEMBERED_CHARACTERS = 10_000_000;

    private final DefaultJWTTokenParser parser = new DefaultJWTTokenParser();
    private final VerifiedTokens verified =
            new VerifiedTokens(REMEMBERED_CHARACTERS, InstantSource.system(), Ticker.systemTicker());

    private final ClaimNames names;

    TokenReader(IdentityConfig config) {
        this.names = ClaimNames.of(config);
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo expected) throws ParseException {
        var known = verified.find(token);
        if (known.isPresent()) {
            return known.get();
        }
        var principal = verify(token, expected);
        verified.add(token, principal);
        return principal;
    }

    private JWTCallerPrincipal verify(String token, JWTAuthContextInfo expected) throws ParseException {
        var context = context(token, expected);
        var claims = context.getJwtClaims();
        names.translate(claims);
        if (!namesItsGroups(claims)) {
            throw new ParseException("the claim groups is no list of texts");
        }
        if (!hasTimes(claims)) {
            throw new ParseException("a time of the token is none that a calendar has");
        }
        return new DefaultJWTCallerPrincipal(context.getJoseObjects().get(0).getHeader("typ"), claims);
    }

    /** The framework casts claims to what they should be, and takes keys that cannot be had for a token that is bad. */
    private JwtContext context(String token, JWTAuthContextInfo expected) throws ParseException {
        try {
            return parser.parse(token, expected);
        } catch (ClassCastException e) {
            throw new ParseException("a claim is not of its type", e);
        } catch (ParseException e) {
            if (isIssuerAway(e)) {
                throw new ProblemException(
                        Problems.away("the issuer's keys cannot be had: nobody can say whether the token is good"));
            }
            throw e;
        }
    }

    private static boolean isIssuerAway(@Nullable Throwable failure) {
        return failure != null && (failure instanceof IOException || isIssuerAway(failure.getCause()));
    }

    /** Whether its times are such as a calendar has: the largest numbers are not, and nobody can reckon with them. */
    static boolean hasTimes(JwtClaims claims) {
        return TIMES.stream()
                .filter(claims::hasClaim)
                .allMatch(claim -> claims.getClaimValue(claim) instanceof Number seconds
                        && Math.abs(seconds.doubleValue()) <= LAST_SECOND);
    }

    /** Whether the roles, if there are any, are a list of texts. */
    static boolean namesItsGroups(JwtClaims claims) {
        return !claims.hasClaim(GROUPS)
                || (claims.getClaimValue(GROUPS) instanceof List<?> list
                        && list.stream().allMatch(String.class::isInstance));
    }
}
