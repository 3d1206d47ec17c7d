package io.countersign.stack.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DevelopmentIdentityTest {

    @TempDir
    private Path temporary = Path.of("");

    @Test
    void a_token_verifies_by_the_published_keys_and_says_who_acts_for_whom() throws Exception {
        var identity = DevelopmentIdentity.in(temporary.resolve("keys"));

        var claims = verified(
                identity, identity.token(new TokenRequest("acme", "ana", "helper", "sales", Set.of("support"))));

        assertThat(claims.getSubject()).isEqualTo("ana");
        assertThat(claims.getStringClaimValue("tenant")).isEqualTo("acme");
        assertThat(claims.getStringClaimValue("azp")).isEqualTo("helper");
        assertThat(claims.getStringClaimValue("team")).isEqualTo("sales");
        assertThat(claims.getStringListClaimValue("groups")).containsExactly("support");
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
                .isEqualTo(Duration.ofHours(8).toSeconds());
    }

    @Test
    void without_an_agent_the_client_is_the_interactive_one() throws Exception {
        var identity = DevelopmentIdentity.in(temporary.resolve("keys"));

        var claims = verified(identity, identity.token(TokenRequest.person("acme", "ana")));

        assertThat(claims.getStringClaimValue("azp")).isEqualTo("countersign-cli");
        assertThat(claims.hasClaim("team")).isFalse();
    }

    @Test
    void the_key_is_made_once_and_only_its_owner_may_read_it() throws Exception {
        var first = DevelopmentIdentity.in(temporary.resolve("keys"));
        var token = first.token(TokenRequest.person("acme", "ana"));

        var second = DevelopmentIdentity.in(temporary.resolve("keys"));

        assertThat(verified(second, token).getSubject()).isEqualTo("ana");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second.privateKey())))
                .isEqualTo("rw-------");
    }

    @Test
    void the_published_keys_hold_nothing_private() throws IOException {
        var identity = DevelopmentIdentity.in(temporary.resolve("keys"));

        assertThat(Files.readString(identity.publicKeys())).contains("\"n\"").doesNotContain("\"d\"", "\"p\"", "\"q\"");
    }

    private static JwtClaims verified(DevelopmentIdentity identity, String token) throws Exception {
        var keys = new JsonWebKeySet(Files.readString(identity.publicKeys())).getJsonWebKeys();
        return new JwtConsumerBuilder()
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
                .setJwsAlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.RSA_USING_SHA256)
                .setExpectedIssuer("countersign-dev")
                .setExpectedAudience("countersign")
                .setRequireExpirationTime()
                .build()
                .processToClaims(token);
    }
}
