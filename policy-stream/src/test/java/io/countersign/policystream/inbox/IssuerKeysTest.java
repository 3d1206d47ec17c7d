package io.countersign.policystream.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuerKeysTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final JsonWebKey FIRST = key();
    private static final JsonWebKey SECOND = key();

    private volatile List<JsonWebKey> published = List.of(FIRST);
    private final AtomicInteger fetches = new AtomicInteger();
    private IssuerKeys keys = keys(Duration.ofHours(1), Duration.ofSeconds(10));

    @AfterEach
    void end() {
        keys.close();
    }

    @Test
    void whoever_comes_before_the_keys_waits_for_them() {
        keys.start();

        assertThat(keys.latest()).containsExactly(FIRST);
    }

    @Test
    void keys_that_are_there_are_not_fetched_again() {
        keys.start();
        keys.latest();
        published = List.of(SECOND);

        assertThat(keys.latest()).containsExactly(FIRST);
        assertThat(fetches).hasValue(1);
    }

    @Test
    void who_needs_newer_ones_waits_for_one_fetch() {
        keys.start();
        keys.latest();
        published = List.of(SECOND);

        assertThat(keys.since(NOW)).containsExactly(SECOND);
        assertThat(fetches).hasValue(2);
    }

    /** Else whoever makes up the names of keys could have the issuer asked once for each record. */
    @Test
    void one_fetch_serves_all_records_that_were_appended_before_it() {
        keys.start();
        keys.latest();

        for (int i = 0; i < 1_000; i++) {
            assertThat(keys.since(NOW.minusSeconds(1))).containsExactly(FIRST);
        }
        assertThat(fetches).hasValue(1);
    }

    /** A clock of ours that is behind, or a broker's that is ahead, must not make a record wait for its time to come. */
    @Test
    void a_record_of_the_future_waits_for_one_fetch_too() {
        keys.start();
        keys.latest();

        assertThat(keys.since(NOW.plusSeconds(3_600))).containsExactly(FIRST);
        assertThat(fetches).hasValue(2);
    }

    @Test
    void keys_are_fetched_again_after_a_while() {
        keys = keys(Duration.ofMillis(1), Duration.ofSeconds(10));
        keys.start();
        keys.latest();
        published = List.of(SECOND);

        await().until(() -> keys.latest().equals(List.of(SECOND)));
    }

    @Test
    void an_issuer_that_is_away_refuses_nobody() {
        published = List.of();
        keys = keys(Duration.ofHours(1), Duration.ofMillis(50));
        keys.start();

        assertThatExceptionOfType(IssuerAwayException.class).isThrownBy(() -> keys.latest());
        published = List.of(FIRST);
        await().ignoreException(IssuerAwayException.class)
                .untilAsserted(() -> assertThat(keys.latest()).containsExactly(FIRST));
    }

    @Test
    void keys_that_were_had_stay_good_while_the_issuer_is_away_and_newer_ones_are_waited_for() {
        keys = keys(Duration.ofMillis(1), Duration.ofMillis(200));
        keys.start();
        keys.latest();
        published = List.of();
        int before = fetches.get();
        await().until(() -> fetches.get() > before + 2);

        assertThat(keys.latest()).containsExactly(FIRST);
        assertThatExceptionOfType(IssuerAwayException.class).isThrownBy(() -> keys.since(NOW.plusSeconds(60)));
    }

    @Test
    void a_file_or_an_address_says_where_they_are(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("jwks.json"), "{\"keys\": [" + FIRST.toJson() + "]}");

        assertThat(KeySource.at(file.toString()).fetch()).hasSize(1);
        assertThat(KeySource.at(file.toUri().toString()).fetch()).hasSize(1);
    }

    @Test
    void a_set_without_keys_is_none(@TempDir Path folder) throws Exception {
        var file = folder.resolve("jwks.json");
        for (var text : List.of("", "{}", "[]", "{\"keys\": []}", "<html>")) {
            Files.writeString(file, text);
            assertThatExceptionOfType(JoseException.class)
                    .as(text)
                    .isThrownBy(() -> KeySource.at(file.toString()).fetch());
        }
    }

    private IssuerKeys keys(Duration refresh, Duration patience) {
        return new IssuerKeys(this::fetch, () -> NOW, new IssuerKeys.Pace(refresh, Duration.ofMillis(1), patience));
    }

    private List<JsonWebKey> fetch() throws IOException {
        fetches.incrementAndGet();
        if (published.isEmpty()) {
            throw new IOException("nobody answers");
        }
        return published;
    }

    private static JsonWebKey key() {
        try {
            return RsaJwkGenerator.generateJwk(2048);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
