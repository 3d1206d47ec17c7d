package io.countersign.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdsTest {
    private static final Owner ANA = new Owner("acme", "ana");

    @Test
    void a_record_without_a_key_names_its_intent_by_its_place_and_time() {
        var at = Instant.parse("2026-11-20T10:00:00Z");
        var id = IntentIds.ofRecord("intents.inbox", 1, 23, at);

        assertThat(IntentIds.isValid(id)).isTrue();
        assertThat(IntentIds.ofRecord("intents.inbox", 1, 23, at)).isEqualTo(id);
        assertThat(List.of(
                        IntentIds.ofRecord("another", 1, 23, at),
                        IntentIds.ofRecord("intents.inbox", 12, 3, at),
                        IntentIds.ofRecord("intents.inbox", 1, 24, at),
                        IntentIds.ofRecord("intents.inbox", 1, 23, at.plusMillis(1))))
                .doesNotContain(id)
                .doesNotHaveDuplicates();
    }

    @Test
    void the_namespace_is_a_version_5_uuid_of_our_name() {
        assertThat(DerivedIds.NAMESPACE).hasToString("8964d6c7-dfa5-5513-b700-f7f1907c4310");
    }

    @Test
    void the_same_key_gives_the_same_id_and_any_other_another() {
        var id = IntentIds.derived(ANA, "bot", "key");

        assertThat(IntentIds.derived(new Owner("acme", "ana"), "bot", "key")).isEqualTo(id);
        assertThat(UUID.fromString(id).version()).isEqualTo(5);
        assertThat(UUID.fromString(id).variant()).isEqualTo(2);
        assertThat(new HashSet<>(List.of(
                        id,
                        IntentIds.derived(ANA, "bot", "kez"),
                        IntentIds.derived(ANA, "bo", "tkey"),
                        IntentIds.derived(ANA, "bot\",\"key", ""),
                        IntentIds.derived(new Owner("acm", "eana"), "bot", "key"),
                        IntentIds.ofReview("key"),
                        DerivedIds.ofLetter("acme", 0, 1),
                        DerivedIds.ofLetter("acme", 1, 0))))
                .hasSize(8);
    }

    @Test
    void a_random_id_is_a_version_7_uuid_that_says_when_it_was_made() {
        var now = Instant.parse("2026-03-01T12:00:00.007Z");

        var id = IntentIds.random(now, new Random(1));

        assertThat(UUID.fromString(id).version()).isEqualTo(7);
        assertThat(UUID.fromString(id).variant()).isEqualTo(2);
        assertThat(IntentIds.madeAt(id)).contains(now);
        assertThat(IntentIds.madeAt(IntentIds.derived(ANA, "bot", "key"))).isEmpty();
        assertThat(IntentIds.madeAt("not an id")).isEmpty();
    }

    @Test
    void random_ids_differ_and_sort_by_the_time_they_were_made() {
        assertThat(IntStream.range(0, 100_000).mapToObj(i -> IntentIds.random()).distinct())
                .hasSize(100_000);
        var random = new Random(2);
        assertThat(IntStream.range(0, 1_000)
                        .mapToObj(i -> IntentIds.random(Instant.ofEpochMilli(1_700_000_000_000L + i), random)))
                .isSorted();
    }

    @Test
    void an_id_is_36_characters_of_lower_case() {
        assertThat(IntentIds.isValid("0195a5b0-7c00-7000-8000-00000000002a")).isTrue();
        assertThat(IntentIds.isValid("0195A5B0-7c00-7000-8000-00000000002a")).isFalse();
        assertThat(IntentIds.isValid("0195a5b0-7c00-7000-8000-00000000002a\n")).isFalse();
        assertThat(IntentIds.isValid("1-2-3-4-5")).isFalse();
        assertThat(IntentIds.isValid("0195a5b0-7c00-7000-80000-0000000002a")).isFalse();
        assertThat(IntentIds.isValid("0195a5b0-7c00-7000-8000-0000-000002a")).isFalse();
        assertThat(IntentIds.isValid("0195a5b0-7c00-7000-8000-00000000002g")).isFalse();
    }

    @Test
    void an_idempotency_key_belongs_to_one_intent() {
        assertThat(new HashSet<>(List.of(
                        IdempotencyKey.of("acme", "ana", "1"),
                        IdempotencyKey.of("acme", "an", "a1"),
                        IdempotencyKey.of("acmea", "na", "1"),
                        IdempotencyKey.of("ana", "acme", "1"))))
                .hasSize(4)
                .allMatch(key -> key.matches("[0-9a-f]{64}"));
    }
}
