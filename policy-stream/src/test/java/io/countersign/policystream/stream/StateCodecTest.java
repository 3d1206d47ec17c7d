package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.countersign.policystream.budget.Balance;
import io.countersign.policystream.budget.Hold;
import io.countersign.policystream.budget.KeptBalance;
import io.countersign.policystream.budget.Prices;
import io.countersign.policystream.budget.Unit;
import io.countersign.policystream.budget.Window;
import io.countersign.policystream.lifecycle.Attempt;
import io.countersign.policystream.memory.Addition;
import io.countersign.policystream.memory.SessionKey;
import io.countersign.policystream.memory.SessionMemory;
import io.countersign.policystream.memory.Sums;
import io.countersign.policystream.memory.Trace;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is stored reads back, also what was stored before a value had all the members that it has now. */
class StateCodecTest {
    private static final ObjectMapper CBOR = new CBORMapper();
    private static final Instant TEN = Instant.parse("2026-11-21T10:00:00Z");
    private static final Window BUCKET = new Window(TEN, Duration.ofMinutes(10), Duration.ofHours(24));

    @Test
    void a_balance_of_which_nothing_was_told() throws IOException {
        var kept = new KeptBalance(new Balance(100, 10, 60, 5, 50), 2);
        var old = tree(KeptBalance.class, kept);
        ((ObjectNode) old.path("balance")).remove("told");

        assertThat(read(KeptBalance.class, tree(KeptBalance.class, kept))).isEqualTo(kept);
        assertThat(read(KeptBalance.class, old)).isEqualTo(new KeptBalance(new Balance(100, 10, 60, 5), 2));
    }

    @Test
    void sums_to_the_last_digit() {
        var sums = Sums.nothing(BUCKET)
                .plus(BUCKET, new BigDecimal("0.1"))
                .plus(BUCKET, new BigDecimal("1E+15"))
                .plus(BUCKET, new BigDecimal("4.9E-324"));

        assertThat(StateCodec.of(Sums.class)
                        .read()
                        .apply(StateCodec.of(Sums.class).write().apply(sums)))
                .isEqualTo(sums);
    }

    @Test
    void what_an_intent_has_left_behind() {
        var addition = new Addition("refunded", "", BUCKET, new BigDecimal("99.90"));
        var trace = new Trace(
                SessionKey.of(null, "bot"),
                TEN,
                TEN.plusSeconds(1),
                "pay",
                List.of("external-effect"),
                List.of(addition));
        var memory = SessionMemory.NOTHING.plus(trace);

        assertThat(StateCodec.of(Trace.class)
                        .read()
                        .apply(StateCodec.of(Trace.class).write().apply(trace)))
                .isEqualTo(trace);
        assertThat(StateCodec.of(SessionMemory.class)
                        .read()
                        .apply(StateCodec.of(SessionMemory.class).write().apply(memory)))
                .isEqualTo(memory);
    }

    @Test
    void an_attempt_whose_prices_nobody_knew() throws IOException {
        var old = tree(Attempt.class, attempt(new Prices(1, 2, 3)));
        ((ObjectNode) old).remove("prices");

        assertThat(read(Attempt.class, tree(Attempt.class, attempt(new Prices(1, 2, 3)))))
                .isEqualTo(attempt(new Prices(1, 2, 3)));
        assertThat(read(Attempt.class, old)).isEqualTo(attempt(null));
    }

    private static Attempt attempt(@Nullable Prices prices) {
        return new Attempt(
                1,
                List.of(new Hold("b", Unit.COST_MICROS, BUCKET, 10, 0, 0, true)),
                true,
                false,
                Duration.ofSeconds(10),
                TEN,
                TEN.plusSeconds(60),
                null,
                null,
                null,
                false,
                null,
                prices);
    }

    private static <T> JsonNode tree(Class<T> type, T value) throws IOException {
        return CBOR.readTree(StateCodec.of(type).write().apply(value));
    }

    private static <T> T read(Class<T> type, JsonNode tree) throws IOException {
        return StateCodec.of(type).read().apply(CBOR.writeValueAsBytes(tree));
    }
}
