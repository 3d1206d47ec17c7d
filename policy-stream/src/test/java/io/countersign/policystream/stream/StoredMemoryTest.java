package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Sha256;
import io.countersign.v1.Intent;
import io.countersign.v1.IntentEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What approved intents leave behind is kept as long as it counts, and no longer. */
final class StoredMemoryTest {
    private static final String BUNDLE = """
            kind: Action
            name: pay
            effect: read
            labels: [external-effect]
            parameters: {type: object, required: [amount], properties: {amount: {type: number}, to: {type: string}}}
            ---
            kind: Grant
            name: everybody
            who: "true"
            actions: [pay]
            ---
            kind: Counter
            name: paid
            actions: [pay]
            key: "has(parameters.to) ? parameters.to : ''"
            add: parameters.amount
            window: WINDOW
            ---
            kind: Rule
            name: too-much
            actions: [pay]
            when: counters['paid'] + parameters.amount > 100.0
            verdict: reject
            """;
    private static final String IMPLICIT = "acme/ana implicit/" + Sha256.hex("bot");
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofHours(24);

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(BUNDLE.replace("WINDOW", "10s"));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void every_record_sees_what_the_ones_before_it_left() {
        pay(60);
        pay(60);
        pay(40);

        assertThat(states()).containsExactly("APPROVED", "REJECTED", "APPROVED");
    }

    @Test
    void a_sum_is_forgotten_when_its_window_closes() {
        pay(60);
        assertThat(rig.sums()).containsExactly("acme/ana paid@PT10S#" + Sha256.hex(""));

        passAndTick(Duration.ofSeconds(10).minus(MILLISECOND));
        assertThat(rig.sums()).hasSize(1);
        passAndTick(MILLISECOND);

        assertThat(rig.sums()).isEmpty();
        pay(100);
        assertThat(states()).containsExactly("APPROVED", "APPROVED");
    }

    @Test
    void every_key_has_a_sum_of_its_own_and_goes_by_itself() {
        pay(60);
        rig.pass(Duration.ofSeconds(5));
        rig.submit(intent("{\"amount\":60,\"to\":\"two words\"}"));
        assertThat(rig.sums()).hasSize(2);

        passAndTick(Duration.ofSeconds(5));

        assertThat(rig.sums()).isEmpty();
        assertThat(states()).containsExactly("APPROVED", "APPROVED");
    }

    @Test
    void a_rolling_sum_stays_while_one_of_its_buckets_counts() throws Exception {
        rig.close();
        rig = new Rig(BUNDLE.replace("WINDOW", "rolling 144s"));
        pay(60);
        rig.pass(Duration.ofSeconds(100));
        pay(40);

        passAndTick(Duration.ofSeconds(44));
        pay(1);
        passAndTick(Duration.ofSeconds(1));
        pay(60);
        passAndTick(Duration.ofSeconds(99));
        pay(1);
        assertThat(rig.sums()).containsExactly("acme/ana paid@PT1S/PT2M24S#" + Sha256.hex(""));
        passAndTick(Duration.ofSeconds(1));
        pay(1);
        passAndTick(Duration.ofSeconds(200));

        assertThat(states()).containsExactly("APPROVED", "APPROVED", "REJECTED", "APPROVED", "REJECTED", "APPROVED");
        assertThat(rig.sums()).isEmpty();
    }

    @Test
    void an_implicit_session_is_forgotten_a_day_after_the_last_approval_in_it() {
        pay(1);
        rig.pass(DAY.minus(MILLISECOND));
        pay(1);

        passAndTick(DAY.minus(MILLISECOND));
        assertThat(rig.memories()).containsExactly(IMPLICIT);
        passAndTick(MILLISECOND);

        assertThat(rig.memories()).isEmpty();
    }

    @Test
    void sums_and_sessions_have_one_timer_each_however_much_is_added() {
        pay(1);
        int timers = rig.timers();
        for (int i = 0; i < 20; i++) {
            rig.pass(Duration.ofMillis(100));
            pay(1);
        }

        // one more for each intent: its own
        assertThat(rig.timers()).isEqualTo(timers + 20);
    }

    @Test
    void what_is_refused_leaves_nothing() {
        pay(101);

        assertThat(states()).containsExactly("REJECTED");
        assertThat(rig.sums()).isEmpty();
        assertThat(rig.memories()).isEmpty();
    }

    private void pay(int amount) {
        rig.submit(intent("{\"amount\":" + amount + "}"));
    }

    private static Intent intent(String parameters) {
        return Rig.intent("pay", parameters).build();
    }

    /** The first state of every intent. */
    private List<String> states() {
        return rig.events().stream()
                .filter(event -> event.getFrom() == null && event.getTo() != null)
                .map(IntentEvent::getTo)
                .toList();
    }

    private void passAndTick(Duration span) {
        rig.pass(span);
        rig.tick();
        rig.tick();
    }
}
