package io.countersign.policystream.inbox;

import io.countersign.door.ClaimNames;
import io.countersign.door.PastTokens;
import io.countersign.stack.identity.DevelopmentIdentity;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;

/** An issuer of tokens, and what our settings say of it. */
public final class Issuer {

    private final DevelopmentIdentity identity;

    private Issuer(DevelopmentIdentity identity) {
        this.identity = identity;
    }

    /** The one whose keys lie in this folder. */
    public static Issuer in(Path keys) {
        return new Issuer(DevelopmentIdentity.in(keys));
    }

    /** Where its public keys lie. */
    public Path publicKeys() {
        return identity.publicKeys();
    }

    /** A token of ana's bot, good for an hour from then, but for what is changed. */
    public String token(Instant issued, Consumer<JwtClaims> change) {
        var claims = new JwtClaims();
        claims.setIssuer(DevelopmentIdentity.ISSUER);
        claims.setAudience(DevelopmentIdentity.AUDIENCE);
        claims.setSubject("ana");
        claims.setStringClaim("tenant", "acme");
        claims.setStringClaim("azp", "bot");
        claims.setStringListClaim("groups", "support", "finance");
        claims.setIssuedAt(NumericDate.fromSeconds(issued.getEpochSecond()));
        claims.setNotBefore(NumericDate.fromSeconds(issued.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(issued.getEpochSecond() + 3_600));
        change.accept(claims);
        return identity.sign(claims);
    }

    /** Verifies what any development issuer signed. */
    public static PastTokens tokens() {
        var expected = new JWTAuthContextInfo();
        expected.setIssuedBy(DevelopmentIdentity.ISSUER);
        expected.setExpectedAudience(Set.of(DevelopmentIdentity.AUDIENCE));
        expected.setSignatureAlgorithm(Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256));
        return new PastTokens(expected, ClaimNames.OWN);
    }
}
