package io.countersign.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastTokensTest {
    private static final Instant ISSUED = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant EXPIRES = Instant.parse("2026-11-20T11:00:00Z");
    private static final RsaJsonWebKey KEY = key("one");
    private static final RsaJsonWebKey ANOTHER = key("another");

    private final PastTokens tokens = new PastTokens(expected(), ClaimNames.OWN);

    @Test
    void a_good_token_names_its_caller_long_after_it_has_expired() {
        assertThat(verify(signed(claims -> {
                    claims.setStringClaim("team", "ops");
                    claims.setStringListClaim("groups", "support", "finance");
                })))
                .isInstanceOfSatisfying(PastToken.Good.class, good -> {
                    var caller = good.caller();
                    assertThat(caller.owner().key()).isEqualTo("acme/ana");
                    assertThat(caller.agent()).isEqualTo("bot");
                    assertThat(caller.team()).isEqualTo("ops");
                    assertThat(caller.roles()).containsExactly("finance", "support");
                });
    }

    @Test
    void groups_that_are_one_text_are_its_words_as_at_the_other_doors() {
        assertThat(verify(signed(claims -> claims.setClaim("groups", "support  finance"))))
                .isInstanceOfSatisfying(
                        PastToken.Good.class,
                        good -> assertThat(good.caller().roles()).containsExactly("finance", "support"));
    }

    @Test
    void claims_may_have_the_providers_names() {
        var named = new PastTokens(expected(), new ClaimNames("org", "oid", "client_id", "team", "realm_access.roles"));

        var found = named.verify(
                signed(claims -> {
                    claims.setStringClaim("org", "globex");
                    claims.setStringClaim("oid", "ben");
                    claims.setStringClaim("client_id", "other-bot");
                    claims.setClaim("realm_access", Map.of("roles", List.of("finance")));
                }),
                ISSUED,
                List.of(KEY));

        assertThat(found).isInstanceOfSatisfying(PastToken.Good.class, good -> {
            assertThat(good.caller().owner().key()).isEqualTo("globex/ben");
            assertThat(good.caller().agent()).isEqualTo("other-bot");
            assertThat(good.caller().roles()).containsExactly("finance");
        });
    }

    /** A minute for clocks that differ, as at the other doors. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-20T09:58:59Z, the token was not valid yet",
        "2026-11-20T09:59:00Z,",
        "2026-11-20T11:00:59Z,",
        "2026-11-20T11:01:00Z, the token had expired"
    })
    void it_is_good_from_its_nbf_to_its_exp_and_a_minute_more(Instant shown, @Nullable String why) {
        var found = tokens.verify(signed(claims -> {}), shown, List.of(KEY));

        if (why == null) {
            assertThat(found).isInstanceOf(PastToken.Good.class);
        } else {
            assertThat(found).isEqualTo(new PastToken.Bad(why));
        }
    }

    @Test
    void what_it_has_to_say_it_says() {
        assertBad(signed(claims -> claims.setIssuer("another")), "the token is of another issuer");
        assertBad(signed(claims -> claims.unsetClaim("iss")), "the token has no iss");
        assertBad(signed(claims -> claims.setAudience("another")), "the token is not for us: its aud is another");
        assertBad(signed(claims -> claims.unsetClaim("aud")), "the token is not for us: it has no aud");
        assertBad(signed(claims -> claims.unsetClaim("exp")), "the token has no exp");
        assertBad(signed(claims -> claims.unsetClaim("iat")), "the token has no iat");
        assertBad(
                signed(claims -> claims.setIssuedAt(NumericDate.fromSeconds(EXPIRES.getEpochSecond() + 1))),
                "the token is no sound JWT");
        assertBad(signed(claims -> claims.unsetClaim("tenant")), "the token has no tenant");
        assertBad(signed(claims -> claims.setClaim("tenant", 7)), "the token has no tenant");
        assertBad(signed(claims -> claims.unsetClaim("sub")), "the token has no sub");
        assertBad(signed(claims -> claims.unsetClaim("azp")), "the token has no azp");
        var noTime = "a time of the token is none that a calendar has";
        assertBad(signed(claims -> claims.setClaim("exp", 100_000_000_000_000_000L)), noTime);
        assertBad(signed(claims -> claims.setClaim("iat", -1e300)), noTime);
        assertBad(signed(claims -> claims.setClaim("groups", List.of(1))), "the claim groups is no list of texts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exp", "iat", "nbf", "iss", "sub", "aud"})
    void a_claim_of_another_type_is_no_defect_of_ours(String claim) {
        assertThat(verify(signed(claims -> claims.setClaim(claim, Map.of("a", List.of(1))))))
                .isInstanceOf(PastToken.Bad.class);
    }

    @Test
    void an_unsigned_token_is_worth_nothing() throws JoseException {
        var unsigned = jws(claims -> {}, AlgorithmIdentifiers.NONE, null, null);
        unsigned.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);

        assertBad(unsigned.getCompactSerialization(), "the token is not signed in a way that is taken");
    }

    /** Who takes the public key for a shared secret would let everybody sign. */
    @Test
    void a_public_key_is_no_secret() throws JoseException {
        var secret = new HmacKey(KEY.getPublicKey().getEncoded());

        assertBad(
                jws(claims -> {}, AlgorithmIdentifiers.HMAC_SHA256, secret, "one")
                        .getCompactSerialization(),
                "the token is not signed in a way that is taken");
    }

    @Test
    void an_algorithm_beyond_those_of_the_other_doors_is_not_taken() throws JoseException {
        assertBad(
                jws(claims -> {}, AlgorithmIdentifiers.RSA_USING_SHA512, KEY.getPrivateKey(), "one")
                        .getCompactSerialization(),
                "the token is not signed in a way that is taken");
    }

    @Test
    void another_key_under_the_name_of_a_known_one_does_not_sign() throws JoseException {
        assertBad(signedBy(ANOTHER, "one"), "the token's signature is not the issuer's");
    }

    @Test
    void a_changed_token_is_not_the_issuers() {
        var parts = signed(claims -> {}).split("\\.");
        var forged = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8).replace("ana", "eve");

        assertBad(parts[0] + "." + base64(forged) + "." + parts[2], "the token's signature is not the issuer's");
    }

    @Test
    void a_key_that_is_not_there_may_be_a_newer_one() throws JoseException {
        assertThat(verify(signedBy(ANOTHER, "another"))).isEqualTo(new PastToken.OfAnotherKey());
        assertThat(tokens.verify(signedBy(ANOTHER, "another"), ISSUED, List.of(KEY, ANOTHER)))
                .isInstanceOf(PastToken.Good.class);
        assertThat(tokens.verify(signedBy(KEY, "one"), ISSUED, List.of())).isEqualTo(new PastToken.OfAnotherKey());
    }

    @Test
    void a_token_that_names_no_key_is_of_one_of_them() throws JoseException {
        assertThat(tokens.verify(signedBy(ANOTHER, null), ISSUED, List.of(KEY, ANOTHER)))
                .isInstanceOf(PastToken.Good.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "not a token", "e30.e30.", "eyJhbGciOjd9.e30.e30", "\u0000"})
    void what_is_no_token_is_not_read(String text) {
        assertThat(verify(text)).isInstanceOf(PastToken.Bad.class);
    }

    /** What comes before the signature is looked at may be anything. */
    @Test
    void a_deep_header_ends_nothing() {
        var deep = "{\"alg\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";

        assertThat(verify(base64(deep) + ".e30.e30")).isInstanceOf(PastToken.Bad.class);
    }

    private PastToken verify(String token) {
        return tokens.verify(token, ISSUED.plusSeconds(60), List.of(KEY));
    }

    private void assertBad(String token, String why) {
        assertThat(verify(token)).isEqualTo(new PastToken.Bad(why));
    }

    private static String signed(Consumer<JwtClaims> change) {
        try {
            return jws(change, AlgorithmIdentifiers.RSA_USING_SHA256, KEY.getPrivateKey(), "one")
                    .getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signedBy(RsaJsonWebKey key, @Nullable String keyId) throws JoseException {
        return jws(claims -> {}, AlgorithmIdentifiers.RSA_USING_SHA256, key.getPrivateKey(), keyId)
                .getCompactSerialization();
    }

    private static JsonWebSignature jws(
            Consumer<JwtClaims> change, String algorithm, @Nullable Key key, @Nullable String keyId) {
        var claims = new JwtClaims();
        claims.setIssuer("https://id.example");
        claims.setAudience("countersign");
        claims.setSubject("ana");
        claims.setStringClaim("tenant", "acme");
        claims.setStringClaim("azp", "bot");
        claims.setIssuedAt(NumericDate.fromSeconds(ISSUED.getEpochSecond()));
        claims.setNotBefore(NumericDate.fromSeconds(ISSUED.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(EXPIRES.getEpochSecond()));
        change.accept(claims);
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setAlgorithmHeaderValue(algorithm);
        if (key != null) {
            signature.setKey(key);
        }
        if (keyId != null) {
            signature.setKeyIdHeaderValue(keyId);
        }
        return signature;
    }

    private static JWTAuthContextInfo expected() {
        var expected = new JWTAuthContextInfo();
        expected.setIssuedBy("https://id.example");
        expected.setExpectedAudience(Set.of("countersign"));
        expected.setSignatureAlgorithm(Set.of(SignatureAlgorithm.RS256, SignatureAlgorithm.ES256));
        return expected;
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static RsaJsonWebKey key(String keyId) {
        try {
            var key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(keyId);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
