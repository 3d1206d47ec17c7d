package io.countersign.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerTest {
    @ParameterizedTest
    @CsvSource({
        "acme,ana,acme/ana",
        "a.c_m-e~,A1,a.c_m-e~/A1",
        "acme,ana@example.com,acme/ana%40example.com",
        "a/b,c d,a%2Fb/c%20d",
        "100%,x+y,100%25/x%2By",
        "@broker,0,%40broker/0",
        "żółw,😀,%C5%BC%C3%B3%C5%82w/%F0%9F%98%80",
    })
    void a_key_is_tenant_and_user_percent_encoded(String tenant, String user, String key) {
        var owner = new Owner(tenant, user);

        assertThat(owner.key()).isEqualTo(key);
        assertThat(owner.contentKey("id")).isEqualTo(key + "/id");
        assertThat(Owner.parse(key)).isEqualTo(owner);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "acme",
                "acme/",
                "/ana",
                "acme/ana/x",
                "acme/a b",
                "acme/%",
                "acme/%4",
                "acme/%4g",
                "acme/%+1",
                "acme/%c3%a9",
                "acme/%61na",
                "acme/%C3",
                "acme/%ED%A0%80",
                "acme/%C0%80",
                "@broker/0",
                "acme/żółw",
                "a%2fb/c"
            })
    void what_no_owner_writes_is_nobodys_key(String key) {
        assertThat(Owner.read(key)).isEmpty();
        assertThatThrownBy(() -> Owner.parse(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_key_has_256_bytes_at_most() {
        var longest = new Owner("t", "u".repeat(254));

        assertThat(Owner.parse(longest.key())).isEqualTo(longest);
        assertThat(Owner.of("t", "u".repeat(255))).isEmpty();
        assertThat(Owner.of("t", "@".repeat(85))).isEmpty();
        assertThat(Owner.read("t/" + "u".repeat(255))).isEmpty();
        assertThat(Owner.read("t/" + "%".repeat(1_000_000))).isEmpty();
    }

    @Test
    void an_owner_needs_a_tenant_and_a_user_in_unicode() {
        assertThat(Owner.of("", "ana")).isEmpty();
        assertThat(Owner.of("acme", "")).isEmpty();
        assertThat(Owner.of("acme", "a\uD800")).isEmpty();
    }

    @Test
    void generated_names_are_read_back_and_no_two_share_a_key() {
        var random = new Random(7);
        var symbols = List.of("/", "%", "@", "a", "%2F", ".", "é", "😀", "2", "F", " ");
        var seen = new java.util.HashMap<String, Owner>();
        for (var round = 0; round < 20_000; round++) {
            var owner = new Owner(text(random, symbols), text(random, symbols));

            assertThat(Owner.parse(owner.key())).isEqualTo(owner);
            assertThat(seen.getOrDefault(owner.key(), owner)).isEqualTo(owner);
            seen.put(owner.key(), owner);
        }
    }

    @Test
    void an_owners_partition_is_that_of_kafkas_own_partitioner() {
        for (var i = 0; i < 1_000; i++) {
            var owner = new Owner("tenant-" + i % 10, "user " + i);
            var key = owner.key().getBytes(StandardCharsets.UTF_8);
            for (var partitions : new int[] {1, 4, 12, 100}) {
                assertThat(owner.partition(partitions)).isEqualTo(BuiltInPartitioner.partitionForKey(key, partitions));
            }
        }
    }

    @Test
    void the_brokers_own_key_names_its_partition() {
        for (var partition = 0; partition < 12; partition++) {
            assertThat(Owner.partitionOf(Owner.brokerKey(partition), 12)).isEqualTo(partition);
        }
        assertThat(Owner.partitionOf("@broker/11", 4)).isBetween(0, 3);
        assertThat(Owner.partitionOf("@broker/x", 4)).isBetween(0, 3);
        assertThat(Owner.partitionOf("@broker/-1", 4)).isBetween(0, 3);
        assertThat(new Owner("@broker", "3").partition(4)).isEqualTo(Owner.partitionOf("%40broker/3", 4));
    }

    private static String text(Random random, List<String> symbols) {
        var text = new StringBuilder();
        for (var i = 1 + random.nextInt(4); i > 0; i--) {
            text.append(symbols.get(random.nextInt(symbols.size())));
        }
        return text.toString();
    }
}
