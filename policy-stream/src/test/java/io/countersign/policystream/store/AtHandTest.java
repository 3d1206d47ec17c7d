package io.countersign.policystream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** What is at hand is what the store has, whoever asks and however little of it is kept. */
final class AtHandTest {

    private static final int MOST = 20;

    private final MemoryStore<Bytes> store = new MemoryStore<>();
    private final Section<String, String> section = new Kept<>('x', Codec.TEXT, Codec.TEXT).in(store);
    private final AtHand<String, String> atHand = new AtHand<>(section, MOST, String::length);

    @Test
    void what_is_read_is_what_was_put_or_deleted_last() {
        var random = new Random(1);
        var expected = new HashMap<String, String>();
        for (int i = 0; i < 10_000; i++) {
            var key = "k" + random.nextInt(12);
            switch (random.nextInt(3)) {
                case 0 -> {
                    var value = "v".repeat(random.nextInt(6)) + i;
                    atHand.put(key, value);
                    expected.put(key, value);
                }
                case 1 -> {
                    atHand.delete(key);
                    expected.remove(key);
                }
                default -> {}
            }
            assertThat(atHand.get(key)).isEqualTo(expected.get(key));
            assertThat(section.get(key)).isEqualTo(expected.get(key));
        }
    }

    @Test
    void the_store_is_asked_once_also_for_what_it_has_not() {
        section.put("a", "1");
        assertThat(atHand.get("a")).isEqualTo("1");
        assertThat(atHand.get("b")).isNull();
        section.put("a", "2");
        section.put("b", "2");

        assertThat(atHand.get("a")).isEqualTo("1");
        assertThat(atHand.get("b")).isNull();
    }

    @Test
    void what_was_used_longest_ago_makes_room() {
        atHand.put("a", "123456789");
        atHand.put("b", "123456789");
        atHand.get("a");
        atHand.put("c", "1234");
        section.put("a", "new");
        section.put("b", "new");

        assertThat(atHand.size()).isEqualTo(2);
        assertThat(atHand.get("a")).isEqualTo("123456789");
        assertThat(atHand.get("b")).isEqualTo("new");
    }

    @Test
    void what_is_larger_than_all_of_it_is_not_kept() {
        atHand.put("a", "x".repeat(MOST));
        section.put("a", "new");

        assertThat(atHand.size()).isZero();
        assertThat(atHand.get("a")).isEqualTo("new");
    }
}
