package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.KeptBalance;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is stored reads back, also what was stored before a value had all the members that it has now. */
class StateCodecTest {
    private static final ObjectMapper CBOR = new CBORMapper();

    @Test
    void a_balance_of_which_nothing_was_told() throws IOException {
        var kept = new KeptBalance(new Balance(100, 10, 60, 5, 50), 2);
        var old = tree(KeptBalance.class, kept);
        ((ObjectNode) old.path("balance")).remove("told");

        assertThat(read(KeptBalance.class, tree(KeptBalance.class, kept))).isEqualTo(kept);
        assertThat(read(KeptBalance.class, old)).isEqualTo(new KeptBalance(new Balance(100, 10, 60, 5), 2));
    }

    private static <T> JsonNode tree(Class<T> type, T value) throws IOException {
        return CBOR.readTree(StateCodec.of(type).write().apply(value));
    }

    private static <T> T read(Class<T> type, JsonNode tree) throws IOException {
        return StateCodec.of(type).read().apply(CBOR.writeValueAsBytes(tree));
    }
}
