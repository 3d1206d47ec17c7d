package io.countersign.policystream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/** What is at hand is what is stored. */
final class RecentSectionTest {

    private static final int MOST = 2;

    private final List<String> read = new ArrayList<>();
    private final Kept<String, String> kind = new Kept<>('k', Codec.TEXT, new Codec<>(Codec.TEXT.write(), this::read));
    private final MemoryStore<Bytes> store = new MemoryStore<>();
    private final Section<String, String> recent = kind.recentIn(store, MOST);

    @Test
    void what_was_put_is_stored_and_need_not_be_read() {
        recent.put("a", "1");

        assertThat(recent.get("a")).isEqualTo("1");
        assertThat(read).isEmpty();
        assertThat(kind.in(store).get("a")).isEqualTo("1");
    }

    @Test
    void what_was_read_once_is_not_read_again() {
        kind.in(store).put("a", "1");

        assertThat(recent.get("a")).isEqualTo("1");
        assertThat(recent.get("a")).isEqualTo("1");
        assertThat(read).containsExactly("1");
    }

    @Test
    void what_was_deleted_is_gone() {
        recent.put("a", "1");
        recent.delete("a");

        assertThat(recent.get("a")).isNull();
        assertThat(kind.in(store).get("a")).isNull();
    }

    @Test
    void only_what_was_used_last_is_at_hand() {
        recent.put("a", "1");
        recent.put("b", "2");
        recent.get("a");
        recent.put("c", "3");

        assertThat(List.of(recent.get("a"), recent.get("c"))).containsExactly("1", "3");
        assertThat(read).isEmpty();
        assertThat(recent.get("b")).isEqualTo("2");
        assertThat(read).containsExactly("2");
    }

    private String read(byte[] bytes) {
        var value = Codec.TEXT.read().apply(bytes);
        read.add(value);
        return value;
    }
}
