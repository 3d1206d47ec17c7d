package io.countersign.policystream.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.budget.RollingWindow;
import io.countersign.policystream.budget.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecalledTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);
    private static final Window BUCKET = new RollingWindow(DAY).at(NOON);
    private static final SessionKey SESSION = SessionKey.of(null, "bot");

    @Test
    void an_intent_does_not_see_what_it_has_left_itself() {
        var own = trace(NOON, "orders.refund", List.of("external-effect"), "99.9");
        var other = trace(NOON, "orders.refund", List.of("private-data"), "0.1");
        var memory = new Kept(other, own);

        assertThat(recalled(memory, null, NOON).counted(sum())).isEqualByComparingTo("100");
        assertThat(recalled(memory, own, NOON).counted(sum())).isEqualByComparingTo("0.1");
        assertThat(recalled(memory, null, NOON).labels()).containsExactly("external-effect", "private-data");
        assertThat(recalled(memory, own, NOON).labels()).containsExactly("private-data");
        assertThat(recalled(memory, own, NOON).counts()).isEqualTo(Map.of("orders.refund", 1L));
    }

    @Test
    void a_label_that_another_intent_left_too_stays() {
        var own = trace(NOON, "orders.refund", List.of("external-effect"), "1");
        var memory = new Kept(trace(NOON, "orders.read", List.of("external-effect"), "0"), own);

        assertThat(recalled(memory, own, NOON).labels()).containsExactly("external-effect");
        assertThat(recalled(memory, own, NOON).counts()).isEqualTo(Map.of("orders.read", 1L));
    }

    @Test
    void what_lies_in_a_bucket_that_has_left_is_not_left_out_once_more() {
        var own = trace(NOON, "orders.refund", List.of(), "99");
        var later = NOON.plus(DAY).plus(Duration.ofMinutes(10));
        var memory = new Kept(own, trace(later, "orders.refund", List.of(), "5"));
        var key = new CounterKey("refunded", "", new RollingWindow(DAY).at(later));

        assertThat(recalled(memory, own, later).counted(key)).isEqualByComparingTo("5");
    }

    @Test
    void another_key_and_another_counter_are_another_sum() {
        var own = trace(NOON, "orders.refund", List.of(), "99");
        var memory = new Kept(own);

        assertThat(recalled(memory, own, NOON).counted(new CounterKey("refunded", "other", BUCKET)))
                .isZero();
        assertThat(recalled(memory, own, NOON).counted(new CounterKey("other", "", BUCKET)))
                .isZero();
    }

    @Test
    void a_session_forgets_all_at_once_after_its_time() {
        var memory = new Kept(trace(NOON, "orders.read", List.of("private-data"), "0"));
        var end = NOON.plus(DAY);

        assertThat(recalled(memory, null, end.minusMillis(1)).labels()).containsExactly("private-data");
        assertThat(recalled(memory, null, end).labels()).isEmpty();
        assertThat(recalled(memory, null, end).counts()).isEmpty();
    }

    @Test
    void whatever_is_added_makes_it_remember_longer() {
        var again = NOON.plus(Duration.ofHours(23));
        var memory = new Kept(
                trace(NOON, "orders.read", List.of("private-data"), "0"), trace(again, "orders.read", List.of(), "0"));

        assertThat(recalled(memory, null, again.plus(DAY).minusMillis(1)).labels())
                .containsExactly("private-data");
        assertThat(recalled(memory, null, again.plus(DAY)).labels()).isEmpty();
    }

    @Test
    void what_a_session_has_forgotten_is_not_left_out_of_what_it_learnt_since() {
        var own = trace(NOON, "orders.read", List.of("private-data"), "0");
        var later = NOON.plus(DAY).plusSeconds(1);
        var memory = new Kept(own, trace(later, "orders.read", List.of("private-data"), "0"));

        assertThat(recalled(memory, own, later).labels()).containsExactly("private-data");
        assertThat(recalled(memory, own, later).counts()).isEqualTo(Map.of("orders.read", 1L));
    }

    @Test
    void opened_and_implicit_sessions_of_one_name_are_two() {
        assertThat(SessionKey.of("bot", "anybody")).isNotEqualTo(SessionKey.of(null, "bot"));
    }

    private static CounterKey sum() {
        return new CounterKey("refunded", "", BUCKET);
    }

    private static Recalled recalled(Memory memory, @Nullable Trace own, Instant now) {
        return new Recalled(memory, SESSION, own, now);
    }

    private static Trace trace(Instant at, String action, List<String> labels, String amount) {
        var addition = new Addition("refunded", "", new RollingWindow(DAY).at(at), new BigDecimal(amount));
        return new Trace(SESSION, at, at.plus(DAY), action, labels, List.of(addition));
    }

    /** The memory of one counter without a key and of one session. */
    private static final class Kept implements Memory {
        private Sums sums = Sums.nothing(BUCKET);
        private SessionMemory session = SessionMemory.NOTHING;

        Kept(Trace... traces) {
            for (var trace : traces) {
                trace.additions().forEach(addition -> sums = sums.plus(addition.window(), addition.amount()));
                session = session.plus(trace);
            }
        }

        @Override
        public Sums sums(CounterKey key) {
            return key.counter().equals("refunded") && key.key().isEmpty() ? sums : Sums.nothing(key.window());
        }

        @Override
        public SessionMemory session(SessionKey key) {
            return session;
        }
    }
}
