package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.policystream.replay.BacktestReport;
import io.countersign.v1.Intent;
import io.countersign.v1.OnQuota;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BacktestTest {

    private static final String CHAT = """
            kind: Action
            name: llm.chat
            title: Ask
            effect: read
            parameters: {type: object}
            tokens: {input: "0", output: maxTokens}
            timeout: 10s
            ---
            kind: Budget
            name: chat-tokens
            actions: [llm.chat]
            unit: tokens
            window: 10m
            limit: "LIMIT"
            ---
            kind: Grant
            name: everybody
            who: "true"
            actions: ["*"]
            session: optional
            """;

    @SuppressWarnings("NullAway.Init") // every test begins with it
    private Rig rig;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void the_bundle_in_force_changes_nothing() throws Exception {
        var bundle = orders();
        rig = new Rig(bundle);
        EventfulDay.play(rig);

        var report = rig.backtest(bundle, Rig.START);

        assertThat(report.told()).isEmpty();
        assertThat(report.changes()).isZero();
        assertThat(report.unchanged()).isEqualTo(9);
        assertThat(report.guessed()).isZero();
    }

    @Test
    void a_stricter_rule_holds_what_it_is_about_and_nothing_else() throws Exception {
        rig = new Rig(orders());
        submitRefund(40);
        var held = submitRefund(80);
        submitRefund(250);
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());

        var report = rig.backtest(orders().replace("parameters.amount > 100", "parameters.amount > 50"), Rig.START);

        assertThat(report.told()).singleElement().satisfies(change -> {
            assertThat(change.intentId()).isEqualTo(held.getId());
            assertThat(change.owner()).isEqualTo("acme/ana");
            assertThat(change.before()).hasToString("APPROVED");
            assertThat(change.after())
                    .hasToString("HELD [RULE large-refunds-need-a-person, NEEDS_APPROVAL large-refunds-need-a-person]");
        });
        assertThat(report.byRule()).containsExactlyEntriesOf(Map.of("large-refunds-need-a-person", 1L));
        assertThat(report.byAction()).containsExactlyEntriesOf(Map.of("orders.refund", 1L));
        assertThat(report.unchanged()).isEqualTo(3);
        assertThat(report.guessed()).isZero();
    }

    @Test
    void what_was_decided_before_is_known_and_not_compared() throws Exception {
        rig = new Rig(chat(1_000));
        ask(600);
        rig.pass(Duration.ofMinutes(1));
        var later = Rig.START.plus(Duration.ofMinutes(1));
        ask(300);

        var report = rig.backtest(chat(700), later);

        assertThat(verdicts(report)).containsExactly(tuple("APPROVED", "REJECTED"));
        assertThat(report.unchanged()).isZero();
    }

    @Test
    void the_recorded_usage_counts_from_when_it_was_recorded() throws Exception {
        rig = new Rig(chat(1_000));
        ask(600);
        answer(100);
        ask(600);
        ask(400);

        var report = rig.backtest(chat(701), Rig.START);

        assertThat(verdicts(report)).isEmpty();
        assertThat(report.unchanged()).isEqualTo(3);
        assertThat(report.guessed()).isZero();
    }

    @Test
    void a_reservation_without_a_record_of_what_it_came_to_counts_in_full_and_is_a_guess() throws Exception {
        rig = new Rig(chat(500));
        ask(600);
        ask(300);
        ask(300);

        var report = rig.backtest(chat(1_000), Rig.START);

        assertThat(verdicts(report)).containsExactly(tuple("REJECTED", "APPROVED"));
        assertThat(report.unchanged()).isEqualTo(2);
        assertThat(report.guessed()).isEqualTo(2);
    }

    @Test
    void who_waited_and_would_not_have_to_is_approved_at_once() throws Exception {
        rig = new Rig(chat(1_000));
        ask(700);
        answer(700);
        rig.submit(chat().setMaxTokens(500L).setOnQuota(OnQuota.DEFER).build());
        rig.pass(Duration.ofMinutes(10));
        rig.tick();
        answer(50);
        rig.pass(Duration.ofSeconds(1));
        ask(900);

        var report = rig.backtest(chat(1_200), Rig.START);

        assertThat(verdicts(report)).containsExactly(tuple("DEFERRED", "APPROVED"));
        assertThat(report.changedLater()).isZero();
        assertThat(report.unchanged()).isEqualTo(2);
    }

    @Test
    void who_would_have_to_wait_is_looked_at_again_when_there_is_room() throws Exception {
        rig = new Rig(chat(1_000));
        ask(600);
        rig.submit(chat().setMaxTokens(400L).setOnQuota(OnQuota.DEFER).build());
        rig.pass(Duration.ofMinutes(10));
        ask(1);
        ask(300);

        var report = rig.backtest(chat(650), Rig.START);

        assertThat(verdicts(report)).containsExactly(tuple("APPROVED", "DEFERRED"), tuple("APPROVED", "REJECTED"));
    }

    @Test
    void labels_that_a_session_still_remembers_count_though_they_are_older_than_a_day() throws Exception {
        var labels = CHAT.replace("LIMIT", "1000")
                .replace("title: Ask\n", "title: Ask\nlabels: [private-data]\n")
                .concat("""
                        ---
                        kind: Action
                        name: note
                        effect: read
                        parameters: {type: object}
                        ---
                        kind: Action
                        name: ping
                        effect: read
                        parameters: {type: object}
                        ---
                        kind: Rule
                        name: no-notes-after-private-data
                        actions: [note]
                        when: "'private-data' in session.labels"
                        verdict: reject
                        """);
        rig = new Rig(labels);
        ask(1);
        // the session is kept awake: it forgets a day after the last approval
        rig.pass(Duration.ofHours(23));
        rig.submit(Rig.intent("ping", "{}").build());
        rig.pass(Duration.ofHours(23));
        rig.submit(Rig.intent("note", "{}").build());

        var report = rig.backtestInFull(labels, Rig.START.plus(Duration.ofHours(46)));

        assertThat(verdicts(report)).isEmpty();
        assertThat(report.unchanged()).isEqualTo(1);
    }

    private Intent submitRefund(int amount) {
        var intent = Rig.intent("orders.refund", "{\"amount\":" + amount + "}").build();
        rig.submit(intent);
        return intent;
    }

    private void ask(long tokens) {
        rig.submit(chat().setMaxTokens(tokens).build());
    }

    private void answer(long used) {
        var approval = rig.approvals("llm.chat").getLast();
        rig.report(approval, OutcomeStatus.STARTED);
        rig.report(approval, OutcomeStatus.SUCCEEDED, usage(used));
    }

    private static Usage usage(long output) {
        return Usage.newBuilder().setOutputTokens(output).build();
    }

    private static Intent.Builder chat() {
        return Rig.intent("llm.chat", "{}");
    }

    private static List<Tuple> verdicts(BacktestReport report) {
        return report.told().stream()
                .map(change -> tuple(change.before().verdict(), change.after().verdict()))
                .toList();
    }

    private static String chat(int limit) {
        return CHAT.replace("LIMIT", Integer.toString(limit));
    }

    private static String orders() throws Exception {
        try (var file = BacktestTest.class.getResourceAsStream("bundle.yaml")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
