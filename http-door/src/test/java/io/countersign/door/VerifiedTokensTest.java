package io.countersign.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.Test;

class VerifiedTokensTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final int CHARACTERS = 1_000;

    private Instant now = NOON;
    private final VerifiedTokens tokens = new VerifiedTokens(
            CHARACTERS, () -> now, () -> Duration.between(NOON, now).toNanos());

    @Test
    void a_token_is_remembered_for_a_minute() {
        var ana = until(NOON.plusSeconds(3600));
        tokens.add("token", ana);

        after(VerifiedTokens.REMEMBERED.minusNanos(1));
        assertThat(tokens.find("token")).containsSame(ana);

        after(VerifiedTokens.REMEMBERED);
        assertThat(tokens.find("token")).isEmpty();
    }

    @Test
    void a_token_that_has_ended_is_not_known_any_more() {
        tokens.add("token", until(NOON.plusSeconds(30)));

        after(Duration.ofSeconds(30).minusMillis(1));
        assertThat(tokens.find("token")).isPresent();

        after(Duration.ofSeconds(30));
        assertThat(tokens.find("token")).isEmpty();
    }

    @Test
    void a_token_that_differs_in_one_character_is_another() {
        tokens.add("token", until(NOON.plusSeconds(3600)));

        assertThat(tokens.find("tokem")).isEmpty();
    }

    @Test
    void there_is_room_for_so_many_characters() {
        var ana = until(NOON.plusSeconds(3600));
        var all = IntStream.range(0, 100).mapToObj("%0100d"::formatted).toList();
        all.forEach(token -> tokens.add(token, ana));

        // What has to go goes a moment later.
        await().untilAsserted(() -> assertThat(
                        all.stream().filter(token -> tokens.find(token).isPresent()))
                .hasSizeLessThanOrEqualTo(CHARACTERS / 100));
    }

    private void after(Duration time) {
        now = NOON.plus(time);
    }

    private static JWTCallerPrincipal until(Instant end) {
        var claims = new JwtClaims();
        claims.setSubject("ana");
        claims.setExpirationTime(NumericDate.fromSeconds(end.getEpochSecond()));
        return new DefaultJWTCallerPrincipal("JWT", claims);
    }
}
