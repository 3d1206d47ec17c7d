package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.DerivedIds;
import io.countersign.contract.Topics;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.replay.Findings;
import io.countersign.v1.OutcomeStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every other test of the topology ends with a replay too: see {@link Rig#close()}. */
final class ReplayTest {

    private String bundle;
    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        try (var file = ReplayTest.class.getResourceAsStream("bundle.yaml")) {
            bundle = new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
        rig = new Rig(bundle);
    }

    @AfterEach
    void close() {
        rig.closeUnproven();
    }

    @Test
    void whatever_happened_comes_out_as_it_was_recorded() {
        EventfulDay.play(rig);
        rig.controls.activate(bundle.replace("parameters.amount > 100", "parameters.amount > 5"));
        rig.submit(Rig.intent("orders.refund", "{\"amount\":10}").build());
        rig.pass(Duration.ofHours(2));
        rig.tick();

        var findings = rig.replay();

        assertThat(findings.told()).isEmpty();
        assertThat(findings.different()).isZero();
        assertThat(findings.unproven()).isZero();
        assertThat(findings.identical()).isEqualTo(rig.tape.recordedEvents()).isGreaterThan(25);
        assertThat(findings.timers()).isGreaterThanOrEqualTo(3);
        assertThat(findings.controls()).isEqualTo(6);
    }

    @Test
    void a_changed_amount_shows_in_the_decision_that_it_led_to() {
        rig.submit(Rig.intent("orders.refund", "{\"amount\":250}").build());

        rig.tape.tamper(Topics.SUBMITTED, 0, value -> replaced(value, "250", "100"));

        assertThat(rig.replay().told())
                .isNotEmpty()
                .first()
                .satisfies(difference -> assertThat(difference.what())
                        .contains("to: recorded \"HELD\", derived \"APPROVED\"")
                        .anyMatch(what -> what.startsWith("digest: ")));
    }

    @Test
    void a_changed_word_that_no_fact_tells_shows_in_the_hash_of_the_content() {
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}")
                .setJustification("a customer asked")
                .build());

        rig.tape.tamper(Topics.SUBMITTED, 0, value -> replaced(value, "a customer", "a Customer"));

        assertThat(rig.replay().told())
                .singleElement()
                .satisfies(difference ->
                        assertThat(difference.what()).singleElement().asString().startsWith("contentHash: "));
    }

    @Test
    void an_event_that_nothing_makes_and_one_that_was_left_out_are_differences() {
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());
        rig.report(rig.approvals("orders.read").getFirst(), OutcomeStatus.STARTED);

        rig.tape.tamper(Topics.OUTCOMES, 0, value -> "no avro".getBytes(StandardCharsets.UTF_8));

        assertThat(rig.replay().told())
                .singleElement()
                .extracting(Findings.Difference::what)
                .isEqualTo(List.of("recorded INTENT, not derived"));
    }

    @Test
    void what_lost_inputs_led_to_is_not_proven_and_what_follows_is_where_it_comes_out_alike() {
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());
        rig.report(rig.approvals("orders.read").getFirst(), OutcomeStatus.STARTED);
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A2\"}").build());

        rig.tape.lose(Topics.SUBMITTED, 0);
        var findings = rig.replay();

        assertThat(findings.different()).isZero();
        assertThat(findings.missingInputs()).isEqualTo(1);
        assertThat(findings.unproven()).isEqualTo(2);
        assertThat(findings.lastUnproven()).extracting(Findings.Place::offset).isEqualTo(2L);
        assertThat(findings.identical()).isEqualTo(2);
    }

    @Test
    void who_was_forgotten_by_a_tick_that_left_no_event_is_forgotten_again() {
        var intent = Rig.intent("orders.burn", "{}")
                .setId(DerivedIds.of("intent", "a key"))
                .build();
        rig.submit(intent);
        rig.pass(IntentState.MEMORY);
        rig.tick();
        rig.submit(intent);

        var findings = rig.replay();

        assertThat(findings.different()).isZero();
        assertThat(findings.identical()).isEqualTo(3);
    }

    /** The same bytes but for a few: of the same length, so that it stays the record that it was. */
    private static byte[] replaced(byte[] value, String before, String after) {
        return new String(value, StandardCharsets.ISO_8859_1)
                .replace(before, after)
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
