package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.BudgetEntry;
import io.countersign.v1.EventKind;
import io.countersign.v1.Intent;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.ReasonFact;
import io.countersign.v1.Reply;
import io.countersign.v1.Usage;
import io.countersign.wire.RecordHash;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Balances are kept as long as anything can ask for them or book into them, and no longer. */
final class StoredBalancesTest {

    private static final String WORK = """
            kind: Action
            name: work
            effect: read
            parameters: {type: object}
            tokens: {output: "60"}
            idempotent: true
            timeout: 10s
            executeWithin: 1m
            retry: {attempts: 2, backoff: 0s}
            ---
            kind: Grant
            name: everybody
            who: "true"
            actions: [work]
            ---
            kind: Budget
            name: tokens
            actions: [work]
            unit: tokens
            limit: 100
            window: \
            """;
    private static final String FIRST_WINDOW = "acme/ana tokens@2026-11-21T10:00:00Z/PT10S";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new Rig(WORK + "10s\n");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void a_balance_goes_with_the_last_intent_that_spent_in_it() {
        done(submitted());

        passAndTick(IntentState.MEMORY.minus(SECOND));
        assertThat(rig.balances()).containsExactly(FIRST_WINDOW);
        passAndTick(SECOND);

        assertThat(rig.balances()).isEmpty();
    }

    @Test
    void it_stays_while_another_intent_may_still_book_into_it() {
        done(submitted());
        rig.pass(Duration.ofSeconds(5));
        rig.report(submitted(), OutcomeStatus.STARTED);

        passAndTick(IntentState.MEMORY);
        assertThat(rig.balances()).contains(FIRST_WINDOW);
        for (int weeks = 0; weeks < 20; weeks++) {
            passAndTick(Duration.ofDays(7));
        }

        assertThat(rig.balances()).isEmpty();
    }

    @Test
    void late_truth_finds_its_window_until_its_intent_is_forgotten() {
        var first = submitted();
        rig.report(first, OutcomeStatus.STARTED);
        passAndTick(Duration.ofSeconds(17));
        passAndTick(Duration.ofSeconds(2));
        passAndTick(SECOND);
        var second = rig.approvals("work").getLast();
        done(second);
        rig.events();

        rig.pass(IntentState.MEMORY.minus(SECOND));
        rig.report(first, OutcomeStatus.SUCCEEDED, tokens(7));

        assertThat(second.getAttempt()).isEqualTo(2);
        assertThat(rig.events().getLast().getBudget())
                .singleElement()
                .returns(60L, BudgetEntry::getBefore)
                .returns(7L, BudgetEntry::getAfter);
        passAndTick(SECOND);
        assertThat(rig.balances()).isEmpty();
    }

    @Test
    void in_a_window_longer_than_memory_it_counts_until_the_window_closes() throws Exception {
        rig.close();
        rig = new Rig(WORK + "60d\n"); // the one that contains the start closes 42 days later
        done(submitted());
        done(submitted());

        passAndTick(Duration.ofDays(31));
        rig.submit(work());

        assertThat(rig.replies().getLast()).returns("OVER_BUDGET", Reply::getCode);
        passAndTick(Duration.ofDays(10));
        assertThat(rig.balances()).hasSize(1);
        passAndTick(Duration.ofDays(1));
        assertThat(rig.balances()).isEmpty();
    }

    @Test
    void short_windows_do_not_pile_up() {
        for (int day = 0; day < 90; day++) {
            done(submitted());
            passAndTick(Duration.ofDays(1));
        }

        assertThat(rig.balances()).hasSize(29);
    }

    @Test
    void a_rolling_budget_counts_what_is_stored_of_its_buckets_and_forgets_all_of_it() throws Exception {
        rig.close();
        rig = new Rig(WORK + "rolling 24m\n"); // buckets of ten seconds
        done(submitted());
        rig.pass(Duration.ofMinutes(12));
        rig.submit(work());
        assertThat(rig.approvals("work")).hasSize(1);

        rig.pass(Duration.ofMinutes(1));
        rig.submit(work());

        var refusal = rig.replies().getLast();
        assertThat(refusal).returns("OVER_BUDGET", Reply::getCode);
        assertThat(refusal.getOpensAt())
                .isEqualTo(Rig.START.plus(Duration.ofMinutes(12 + 24).plusSeconds(10)));
        assertThat(refusal.getBudget())
                .singleElement()
                .returns("2026-11-21T09:49:10Z/PT24M", BudgetEntry::getWindow)
                .returns(60L, BudgetEntry::getHeld)
                .returns(40L, BudgetEntry::getSettled);
        rig.pass(Duration.ofMinutes(23).plusSeconds(10));
        rig.submit(work());
        assertThat(rig.replies().getLast().getCode()).isNull();
        for (int weeks = 0; weeks < 20; weeks++) {
            passAndTick(Duration.ofDays(7));
        }
        assertThat(rig.balances()).isEmpty();
    }

    @Test
    void in_a_period_longer_than_memory_it_counts_until_its_bucket_leaves() throws Exception {
        rig.close();
        rig = new Rig(WORK + "rolling 60d\n"); // buckets of ten hours
        done(submitted());
        done(submitted());

        passAndTick(Duration.ofDays(59));
        rig.submit(work());

        assertThat(rig.replies().getLast()).returns("OVER_BUDGET", Reply::getCode);
        assertThat(rig.balances()).hasSize(1);
        passAndTick(Duration.ofDays(2));
        assertThat(rig.balances()).isEmpty();
    }

    @Test
    void the_owners_chain_tells_each_threshold_once_with_what_counts() throws Exception {
        rig.close();
        rig = new Rig(WORK + "rolling 24m\n");
        done(submitted());
        rig.pass(Duration.ofMinutes(1));
        done(submitted());
        assertThat(rig.replies()).noneMatch(reply -> reply.getCode() != null);

        var chain = rig.events().stream()
                .filter(event -> event.getOwner().equals(Rig.ANA.key()))
                .toList();
        var told = chain.stream()
                .filter(event -> event.getKind() == EventKind.THRESHOLD)
                .toList();

        assertThat(told)
                .extracting(event -> event.getReasons().getFirst())
                .containsExactly(new ReasonFact("THRESHOLD_50", "tokens"), new ReasonFact("THRESHOLD_80", "tokens"));
        assertThat(told).allSatisfy(event -> {
            assertThat(event.getIntentId()).isNull();
            assertThat(event.getBudget())
                    .singleElement()
                    .returns("2026-11-21T09:37:10Z/PT24M", BudgetEntry::getWindow)
                    .returns(100L, BudgetEntry::getLimit)
                    .returns(80L, BudgetEntry::getSettled)
                    .returns(80L, BudgetEntry::getBefore)
                    .returns(80L, BudgetEntry::getAfter);
        });
        var previous = RecordHash.NO_PREVIOUS;
        for (var event : chain) {
            assertThat(event.getPreviousHash()).isEqualTo(previous);
            previous = RecordHash.of(event);
            assertThat(event.getHash()).isEqualTo(previous);
        }
    }

    private ApprovedIntent submitted() {
        rig.submit(work());
        return rig.approvals("work").getLast();
    }

    /** Its id tells no time, so that it can be sent at any. */
    private static Intent work() {
        return Rig.intent("work", "{}").setId(UUID.randomUUID().toString()).build();
    }

    private void done(ApprovedIntent approval) {
        rig.report(approval, OutcomeStatus.STARTED);
        rig.report(approval, OutcomeStatus.SUCCEEDED, tokens(40));
    }

    private static Usage tokens(long output) {
        return new Usage(0L, output, 0L, 0L, true, null);
    }

    private void passAndTick(Duration span) {
        rig.pass(span);
        rig.tick();
        rig.tick();
    }
}
