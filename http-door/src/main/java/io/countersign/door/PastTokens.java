package io.countersign.door;

import io.countersign.door.identity.Caller;
import io.countersign.door.identity.Unidentified;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Verifies tokens as of the time at which they were shown, with keys that somebody else has fetched: for a door whose
 * callers do not stand before it. What is asked of a token is what the other doors ask, by the same settings.
 */
public final class PastTokens {
    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(ErrorCodes.EXPIRED, "the token had expired"),
            Map.entry(ErrorCodes.EXPIRATION_MISSING, "the token has no exp"),
            Map.entry(ErrorCodes.NOT_YET_VALID, "the token was not valid yet"),
            Map.entry(ErrorCodes.ISSUED_AT_MISSING, "the token has no iat"),
            Map.entry(ErrorCodes.AUDIENCE_MISSING, "the token is not for us: it has no aud"),
            Map.entry(ErrorCodes.AUDIENCE_INVALID, "the token is not for us: its aud is another"),
            Map.entry(ErrorCodes.ISSUER_MISSING, "the token has no iss"),
            Map.entry(ErrorCodes.ISSUER_INVALID, "the token is of another issuer"),
            Map.entry(ErrorCodes.SIGNATURE_INVALID, "the token's signature is not the issuer's"));

    private static final String NOT_SOUND = "the token is no sound JWT";

    private final JWTAuthContextInfo expected;
    private final ClaimNames names;
    private final Set<String> algorithms;

    public PastTokens(JWTAuthContextInfo expected, ClaimNames names) {
        this.expected = expected;
        this.names = names;
        this.algorithms = expected.getSignatureAlgorithm().stream()
                .map(SignatureAlgorithm::getAlgorithm)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Verifies a token that was shown at that time. Whatever the text is, the answer is a value. */
    public PastToken verify(String token, Instant shown, List<JsonWebKey> keys) {
        try {
            if (!algorithms.contains(
                    JsonWebStructure.fromCompactSerialization(token).getAlgorithmHeaderValue())) {
                return new PastToken.Bad("the token is not signed in a way that is taken");
            }
            var claims = builder(shown, keys).build().processToClaims(token);
            return named(claims);
        } catch (InvalidJwtException e) {
            return isOfAnotherKey(e) ? new PastToken.OfAnotherKey() : new PastToken.Bad(words(e));
        } catch (JoseException | RuntimeException e) {
            // Claims of other types than they should be are cast on the way. Nothing here is away: it is the text.
            return new PastToken.Bad(NOT_SOUND);
        }
    }

    private JwtConsumerBuilder builder(Instant shown, List<JsonWebKey> keys) {
        var resolver = new JwksVerificationKeyResolver(keys);
        resolver.setDisambiguateWithVerifySignature(true);
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(resolver)
                .setJwsAlgorithmConstraints(
                        new AlgorithmConstraints(ConstraintType.PERMIT, algorithms.toArray(String[]::new)))
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setExpectedIssuer(expected.getIssuedBy())
                .setExpectedAudience(expected.getExpectedAudience().toArray(String[]::new))
                .setAllowedClockSkewInSeconds(expected.getClockSkew())
                .setEvaluationTime(NumericDate.fromMilliseconds(shown.toEpochMilli()));
    }

    private PastToken named(JwtClaims claims) {
        names.translate(claims);
        if (!TokenReader.namesItsGroups(claims)) {
            return new PastToken.Bad("the claim groups is no list of texts");
        }
        if (!TokenReader.hasTimes(claims)) {
            return new PastToken.Bad("a time of the token is none that a calendar has");
        }
        return switch (TokenCaller.of(new DefaultJWTCallerPrincipal("JWT", claims))) {
            case Caller caller -> new PastToken.Good(caller);
            case Unidentified nobody -> new PastToken.Bad(nobody.why());
        };
    }

    private static boolean isOfAnotherKey(InvalidJwtException e) {
        return e.getCause() instanceof UnresolvableKeyException;
    }

    /** The library's own words quote the token. */
    private static String words(InvalidJwtException e) {
        return e.getErrorDetails().stream()
                .map(error -> WORDS.get(error.getErrorCode()))
                .filter(word -> word != null)
                .findFirst()
                .orElse(NOT_SOUND);
    }
}
