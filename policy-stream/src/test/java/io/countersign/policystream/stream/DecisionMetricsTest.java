package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.countersign.contract.Topics;
import io.countersign.v1.Cancellation;
import io.countersign.v1.Intent;
import io.countersign.v1.OnQuota;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeError;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.PassedOver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DecisionMetricsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        try (var bundle = DecisionMetricsTest.class.getResourceAsStream("bundle.yaml")) {
            rig = new Rig(new String(bundle.readAllBytes(), StandardCharsets.UTF_8), new DecisionMetrics(meters));
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void thresholds_are_counted_by_budget_and_level() {
        rig.submit(Rig.intent("reports.run", "{}").build());
        var approval = rig.approvals("reports.run").getFirst();
        rig.report(approval, OutcomeStatus.STARTED);
        rig.report(approval, OutcomeStatus.SUCCEEDED);

        for (var percent : List.of("50", "80", "100")) {
            assertThat(meters.get("countersign.budget.thresholds")
                            .tag("percent", percent)
                            .counter()
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void what_was_held_and_used_is_counted_when_a_hold_closes() {
        rig.submit(Rig.intent("reports.run", "{}").build());
        var approval = rig.approvals("reports.run").getFirst();
        rig.submit(Rig.intent("reports.run", "{}").build());
        assertThat(amount("countersign.budget.refused")).isEqualTo(1);
        assertThat(meters.find("countersign.budget.closed.held").counters()).isEmpty();

        rig.report(approval, OutcomeStatus.STARTED);
        rig.report(approval, OutcomeStatus.SUCCEEDED);

        assertThat(amount("countersign.budget.closed.held")).isEqualTo(1);
        assertThat(amount("countersign.budget.closed.used")).isEqualTo(1);
        assertThat(meters.find("countersign.budget.refused.needlessly").counters())
                .isEmpty();
    }

    @Test
    void a_refusal_was_needless_if_the_hold_in_its_way_is_given_back() {
        rig.submit(Rig.intent("reports.run", "{}").build());
        var approval = rig.approvals("reports.run").getFirst();
        rig.submit(Rig.intent("reports.run", "{}").build());

        rig.report(approval, OutcomeStatus.NOT_STARTED);

        assertThat(amount("countersign.budget.refused.needlessly")).isEqualTo(1);
        assertThat(meters.find("countersign.budget.closed.held").counters()).isEmpty();
    }

    private double amount(String counter) {
        return meters.get(counter)
                .tag("budget", "reports-per-ten-seconds")
                .counter()
                .count();
    }

    @Test
    void an_age_is_that_of_the_state_and_not_of_the_intent() {
        rig.pass(Duration.ofSeconds(3));
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());
        var approval = rig.approvals("orders.read").getFirst();
        rig.pass(Duration.ofSeconds(5));
        rig.report(approval, OutcomeStatus.STARTED);
        rig.pass(Duration.ofSeconds(4));
        rig.report(approval, OutcomeStatus.RUNNING);
        rig.pass(Duration.ofSeconds(4));
        rig.report(approval, OutcomeStatus.SUCCEEDED);

        assertThat(seconds("SUBMITTED", "orders.read")).isEqualTo(3);
        assertThat(seconds("APPROVED", "orders.read")).isEqualTo(5);
        assertThat(seconds("RUNNING", "orders.read")).isEqualTo(8);
    }

    @Test
    void the_age_of_what_is_held_counts_from_the_hold() {
        rig.pass(Duration.ofMinutes(5));
        var intent = Rig.intent("orders.refund", "{\"amount\":250}").build();
        rig.submit(intent);
        rig.pass(Duration.ofMinutes(40));
        cancel(intent);

        assertThat(seconds("HELD", "orders.refund")).isEqualTo(40 * 60);
    }

    @Test
    void the_age_of_what_is_queued_counts_from_when_it_first_waited() {
        rig.submit(Rig.intent("reports.run", "{}").build());
        var waiting = Rig.intent("reports.run", "{}").setOnQuota(OnQuota.DEFER).build();
        rig.submit(Intent.newBuilder(waiting)
                .setId("00000000-0000-4000-8000-000000000001")
                .build());
        rig.submit(waiting);
        for (int windows = 0; windows < 2; windows++) {
            rig.pass(Duration.ofSeconds(10));
            rig.tick();
        }

        assertThat(meters.timer("countersign.age", "left", "DEFERRED", "action", "reports.run")
                        .max(TimeUnit.SECONDS))
                .isEqualTo(20);
    }

    @Test
    void an_instant_that_no_door_can_mean_is_not_counted() {
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}")
                .setSubmittedAt(Instant.ofEpochMilli(Long.MIN_VALUE))
                .build());
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}")
                .setSubmittedAt(Instant.ofEpochMilli(Long.MAX_VALUE))
                .build());

        assertThat(rig.approvals("orders.read")).hasSize(2);
        assertThat(meters.find("countersign.age").timers()).isEmpty();
    }

    @Test
    void a_name_outside_the_catalogue_makes_no_meter_of_its_own() {
        rig.submit(Rig.intent("orders.burn", "{}").build());

        assertThat(seconds("SUBMITTED", "unknown")).isZero();
        assertThat(meters.find("countersign.age").tag("action", "orders.burn").timers())
                .isEmpty();
    }

    @Test
    void an_answer_of_a_fallback_is_counted_as_the_success_that_it_is() {
        rig.report(ended(OutcomeStatus.SUCCEEDED)
                .setFallback(true)
                .setPassedOver(List.of(new PassedOver("small", "HTTP_503", "overloaded"))));

        assertThat(decisions("SUCCEEDED", "SUCCEEDED")).isEqualTo(1);
    }

    @Test
    void what_an_executor_calls_its_failure_makes_no_meter_of_its_own() {
        rig.report(ended(OutcomeStatus.FAILED).setError(new OutcomeError("ORA-00942 at 10:31:07", "no table", null)));

        assertThat(decisions("DEAD", "EXECUTION_FAILED")).isEqualTo(1);
    }

    @Test
    void the_log_tells_what_an_executor_calls_its_failure() {
        var lines = logged(() ->
                rig.report(ended(OutcomeStatus.FAILED).setError(new OutcomeError("ORA_00942", "no table", null))));

        assertThat(lines)
                .filteredOn(line -> line.startsWith("decided "))
                .last(STRING)
                .contains(" to=DEAD code=ORA_00942 ");
        assertThat(decisions("DEAD", "EXECUTION_FAILED")).isEqualTo(1);
    }

    @Test
    void what_an_agent_asks_for_is_one_word_of_the_log() {
        var lines = logged(() ->
                rig.submit(Rig.intent("x\ndecided intent=1 to=SUCCEEDED", "{}").build()));

        assertThat(lines)
                .filteredOn(line -> line.startsWith("decided "))
                .last(STRING)
                .contains(" action=x\\u{a}decided\\u{20}intent=1\\u{20}to=SUCCEEDED from=")
                .doesNotContain("\n");
    }

    private static List<String> logged(Runnable work) {
        var lines = new ArrayList<String>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var logger = Logger.getLogger("io.countersign.decisions");
        logger.addHandler(handler);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
        }
        return lines;
    }

    /** How the one intent of the test ended, which had begun. */
    private Outcome.Builder ended(OutcomeStatus status) {
        rig.submit(Rig.intent("reports.run", "{}").build());
        var approval = rig.approvals("reports.run").getFirst();
        rig.report(approval, OutcomeStatus.STARTED);
        return Rig.outcome(approval, status);
    }

    private double decisions(String to, String code) {
        return meters.get("countersign.decisions")
                .tags("to", to, "code", code)
                .counter()
                .count();
    }

    private void cancel(Intent intent) {
        rig.send(
                Topics.CANCELLATIONS,
                Cancellation.newBuilder()
                        .setTenant(intent.getTenant())
                        .setUser(intent.getUser())
                        .setIntentId(intent.getId())
                        .setRequestedBy("ana")
                        .build());
    }

    /** The age of the one intent that has left the state. */
    private double seconds(String left, String action) {
        var timer = meters.get("countersign.age")
                .tags("left", left, "action", action)
                .timer();
        assertThat(timer.count()).isEqualTo(1);
        return timer.totalTime(TimeUnit.SECONDS);
    }
}
