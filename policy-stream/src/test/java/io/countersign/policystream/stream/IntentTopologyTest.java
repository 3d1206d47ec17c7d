package io.countersign.policystream.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.contract.DerivedIds;
import io.countersign.contract.Headers;
import io.countersign.contract.IntentIds;
import io.countersign.contract.Limits;
import io.countersign.contract.Topics;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.v1.BudgetEntry;
import io.countersign.v1.Cancellation;
import io.countersign.v1.Directive;
import io.countersign.v1.DirectiveKind;
import io.countersign.v1.EventKind;
import io.countersign.v1.Intent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.LetterCategory;
import io.countersign.v1.OnQuota;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeError;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.RawRecord;
import io.countersign.v1.Reply;
import io.countersign.v1.Review;
import io.countersign.v1.ReviewDecision;
import io.countersign.wire.RecordHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IntentTopologyTest {

    private Rig rig;

    @BeforeEach
    void open() throws Exception {
        try (var bundle = IntentTopologyTest.class.getResourceAsStream("bundle.yaml")) {
            rig = new Rig(new String(bundle.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void an_allowed_intent_is_approved_started_and_done() {
        var intent = Rig.intent("orders.read", "{\"order\":\"A1\"}").build();

        var requestId = rig.submit(intent);
        var approval = rig.approvals("orders.read").getFirst();
        rig.report(approval, OutcomeStatus.STARTED);
        rig.report(approval, OutcomeStatus.SUCCEEDED);

        assertThat(approval.getSummary()).isEqualTo("Look up order A1");
        assertThat(approval.getAttempt()).isEqualTo(1);
        assertThat(approval.getExecutor()).isEqualTo("orders-team");
        assertThat(rig.replies())
                .singleElement()
                .returns(requestId, Reply::getRequestId)
                .returns(true, Reply::getAccepted)
                .returns("APPROVED", Reply::getState);
        assertThat(statesOf(rig.events())).containsExactly("APPROVED", "RUNNING", "SUCCEEDED");
        assertThat(rig.letters()).isEmpty();
    }

    @Test
    void every_change_is_one_event_in_an_unbroken_chain() {
        for (int i = 0; i < 5; i++) {
            rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());
        }

        var events = rig.events().stream()
                .filter(event -> event.getOwner().equals(Rig.ANA.key()))
                .toList();

        var previous = RecordHash.NO_PREVIOUS;
        long sequence = 1;
        for (var event : events) {
            assertThat(event.getPreviousHash()).isEqualTo(previous);
            assertThat(event.getSequence()).isEqualTo(sequence++);
            assertThat(event.getHash()).isEqualTo(RecordHash.of(event));
            previous = event.getHash();
        }
        assertThat(events).hasSize(5);
    }

    @Test
    void the_first_decision_is_preceded_by_the_adoption_of_its_policy() {
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());

        var events = rig.events();

        assertThat(events.getFirst().getKind()).isEqualTo(EventKind.POLICY);
        assertThat(events.getFirst().getOwner()).isEqualTo("@broker/0");
        assertThat(events.get(1).getPolicyVersion())
                .isEqualTo(events.getFirst().getControl().getBundle());
    }

    @Test
    void a_refused_intent_becomes_a_letter_and_a_refusal() {
        rig.submit(Rig.intent("orders.burn", "{}").build());

        assertThat(rig.replies())
                .singleElement()
                .returns(false, Reply::getAccepted)
                .returns("UNKNOWN_ACTION", Reply::getCode);
        assertThat(rig.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.getCategory()).isEqualTo(LetterCategory.REJECTED);
            assertThat(letter.getIntent().getAction()).isEqualTo("orders.burn");
        });
    }

    @Test
    void a_repeat_is_answered_alike_and_another_body_is_refused() {
        var intent = Rig.intent("orders.read", "{\"order\":\"A1\"}").build();
        rig.submit(intent);
        rig.submit(intent);

        rig.submit(Intent.newBuilder(intent).setParameters("{\"order\":\"A2\"}").build());

        var replies = rig.replies();
        assertThat(replies).extracting(Reply::getAccepted).containsExactly(true, true, false);
        assertThat(replies.getLast().getCode()).isEqualTo("ID_REUSED");
        assertThat(rig.approvals("orders.read")).hasSize(1);
        assertThat(statesOf(rig.events())).containsExactly("APPROVED");
    }

    @Test
    void an_ended_intent_is_forgotten_in_time_even_if_its_timer_is_late() {
        var intent = Rig.intent("orders.burn", "{}")
                .setId(DerivedIds.of("intent", "a key"))
                .build();
        rig.submit(intent);

        rig.pass(IntentState.MEMORY);
        rig.submit(Intent.newBuilder(intent)
                .setAction("orders.read")
                .setParameters("{\"order\":\"A1\"}")
                .build());

        assertThat(rig.replies()).extracting(Reply::getCode).containsExactly("UNKNOWN_ACTION", null);
        assertThat(rig.events().stream().filter(event -> event.getKind() == EventKind.INTENT))
                .extracting(IntentEvent::getTo, IntentEvent::getVersion)
                .containsExactly(tuple("REJECTED", 1L), tuple("APPROVED", 1L));
    }

    @Test
    void a_held_intent_runs_once_somebody_of_the_group_approves_it() {
        var intent = Rig.intent("orders.refund", "{\"amount\":250.0}").build();
        rig.submit(intent);
        var held = rig.letters().getFirst();

        review(intent, held.getDigest(), held.getVersion(), "fin", List.of("countersign-reviewer"));
        review(intent, held.getDigest(), held.getVersion(), "fin", List.of("countersign-reviewer", "finance"));

        assertThat(held.getReasons().getLast().getMessage()).isNotEmpty();
        assertThat(rig.replies())
                .extracting(Reply::getState, Reply::getCode)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("HELD", null),
                        org.assertj.core.groups.Tuple.tuple("HELD", "NOT_A_REVIEWER"),
                        org.assertj.core.groups.Tuple.tuple("APPROVED", null));
        assertThat(rig.approvals("orders.refund"))
                .singleElement()
                .satisfies(approval -> assertThat(approval.getParameters()).isEqualTo("{\"amount\":250}"));
    }

    @Test
    void bytes_that_are_no_record_become_a_letter_with_the_same_bytes() {
        var bytes = "no avro".getBytes(StandardCharsets.UTF_8);

        rig.put(Topics.SUBMITTED, "acme/ana", bytes, new RecordHeaders());
        rig.put(Topics.SUBMITTED, null, null, new RecordHeaders());
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());

        var letters = rig.letters();
        assertThat(letters)
                .hasSize(2)
                .allSatisfy(letter -> assertThat(letter.getCategory()).isEqualTo(LetterCategory.UNREADABLE));
        assertThat(letters.getFirst().getRawValue()).isEqualTo(ByteBuffer.wrap(bytes));
        assertThat(rig.approvals("orders.read")).hasSize(1);
    }

    @Test
    void who_is_of_another_tenant_decides_about_nothing_of_this_one() {
        var letter = Review.newBuilder()
                .setReviewId("r1")
                .setLetterId("a letter")
                .setTenant("acme")
                .setUser("ana")
                .setExpectedVersion(0)
                .setDecision(ReviewDecision.DISCARD)
                .setReviewer("eve")
                .setReviewerTenant("globex");

        rig.send(
                Topics.REVIEWS,
                letter.setReviewerRoles(List.of("countersign-reviewer")).build());
        rig.send(
                Topics.REVIEWS,
                letter.setReviewerRoles(List.of("countersign-reviewer", "countersign-operator"))
                        .build());

        assertThat(rig.replies())
                .extracting(Reply::getCode, Reply::getActor)
                .containsExactly(tuple("NOT_A_REVIEWER", null), tuple(null, "globex/eve"));
    }

    @Test
    void an_unreadable_letter_is_put_back_once() {
        var bytes = "no avro".getBytes(StandardCharsets.UTF_8);
        rig.put(Topics.SUBMITTED, "acme/ana", bytes, new RecordHeaders());
        var letter = rig.letters().getFirst();
        var review = Review.newBuilder()
                .setReviewId("r1")
                .setLetterId(letter.getId())
                .setTenant("acme")
                .setExpectedVersion(0)
                .setDecision(ReviewDecision.RETRY)
                .setRaw(new RawRecord(Topics.SUBMITTED, letter.getRawKey(), letter.getRawValue()))
                .setReviewer("fin")
                .setReviewerRoles(List.of("countersign-reviewer"))
                .build();

        rig.send(Topics.REVIEWS, review);
        rig.send(Topics.REVIEWS, review);

        assertThat(rig.replies()).extracting(Reply::getAccepted).containsExactly(true, false);
        assertThat(rig.letters())
                .singleElement()
                .satisfies(again -> assertThat(again.getOrigin().getHeaders())
                        .anySatisfy(header -> assertThat(header.getKey()).isEqualTo(Headers.HOPS)));
    }

    @Test
    void a_letter_that_is_nobodys_is_for_operators() {
        var review = Review.newBuilder()
                .setReviewId("r1")
                .setLetterId("a-letter")
                .setExpectedVersion(0)
                .setDecision(ReviewDecision.DISCARD)
                .setReviewer("fin")
                .setReviewerTenant("acme");

        rig.send(
                Topics.REVIEWS,
                review.setReviewerRoles(List.of("countersign-reviewer")).build());
        rig.send(
                Topics.REVIEWS,
                review.setReviewerRoles(List.of("countersign-reviewer", "countersign-operator"))
                        .build());

        assertThat(rig.replies())
                .extracting(Reply::getCode, Reply::getActor)
                .containsExactly(tuple("NOT_A_REVIEWER", null), tuple(null, "acme/fin"));
    }

    @Test
    void an_attempt_that_nobody_begins_is_fenced_and_handed_over_again() {
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());

        rig.pass(Duration.ofSeconds(61));
        rig.tick();
        rig.pass(Duration.ofSeconds(2));
        rig.tick();

        assertThat(rig.approvals("orders.read"))
                .extracting(approval -> approval.getAttempt())
                .containsExactly(1, 2);
        assertThat(statesOf(rig.events())).containsExactly("APPROVED", "RETRYING", "APPROVED");
    }

    @Test
    void a_lease_that_ends_leaves_a_non_idempotent_intent_unknown() {
        rig.submit(Rig.intent("orders.refund", "{\"amount\":10}").build());
        rig.report(rig.approvals("orders.refund").getFirst(), OutcomeStatus.STARTED);

        rig.pass(Duration.ofSeconds(16));
        rig.tick();

        assertThat(statesOf(rig.events())).containsExactly("APPROVED", "RUNNING", "UNKNOWN");
        assertThat(rig.letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.getCategory()).isEqualTo(LetterCategory.UNKNOWN));
    }

    @Test
    void
            the_first_start_of_what_must_not_happen_twice_gets_its_go_ahead_and_that_of_a_copy_is_refused_each_by_its_run() {
        rig.submit(Rig.intent("orders.refund", "{\"amount\":10}").build());
        var approval = rig.approvals("orders.refund").getFirst();

        rig.report(Rig.outcome(approval, OutcomeStatus.STARTED).setRun("genuine"));
        rig.report(Rig.outcome(approval, OutcomeStatus.STARTED).setRun("copy"));
        rig.report(Rig.outcome(approval, OutcomeStatus.NOT_STARTED).setRun("copy"));

        var told = rig.directives();
        assertThat(told)
                .extracting(Directive::getKind, Directive::getRun)
                .containsExactly(tuple(DirectiveKind.RENEWED, "genuine"), tuple(DirectiveKind.REFUSED, "copy"));
        assertThat(told.getFirst())
                .returns(approval.getId(), Directive::getId)
                .returns(1, Directive::getAttempt)
                .satisfies(word -> assertThat(word.getLeaseUntil()).isNotNull());
        rig.report(Rig.outcome(approval, OutcomeStatus.SUCCEEDED).setRun("genuine"));
        assertThat(statesOf(rig.events())).containsExactly("APPROVED", "RUNNING", "SUCCEEDED");
    }

    @Test
    void a_start_of_what_may_be_repeated_needs_no_word() {
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());

        rig.report(rig.approvals("orders.read").getFirst(), OutcomeStatus.STARTED);

        assertThat(rig.directives()).isEmpty();
    }

    @Test
    void those_that_wait_for_a_window_run_in_order_one_for_each_window() {
        var first = Rig.intent("reports.run", "{}").build();
        var second =
                Rig.intent("reports.run", "{\"n\":2}").setOnQuota(OnQuota.DEFER).build();
        var third =
                Rig.intent("reports.run", "{\"n\":3}").setOnQuota(OnQuota.DEFER).build();
        rig.submit(first);
        rig.submit(second);
        rig.submit(third);

        rig.pass(Duration.ofSeconds(10));
        rig.tick();
        rig.pass(Duration.ofSeconds(10));
        rig.tick();

        assertThat(rig.replies()).extracting(Reply::getState).containsExactly("APPROVED", "DEFERRED", "DEFERRED");
        assertThat(rig.approvals("reports.run"))
                .extracting(approval -> approval.getId())
                .containsExactly(first.getId(), second.getId(), third.getId());
    }

    @Test
    void room_that_returns_is_offered_to_whoever_waits() {
        rig.submit(Rig.intent("reports.run", "{}").build());
        var waiting =
                Rig.intent("reports.run", "{\"n\":2}").setOnQuota(OnQuota.DEFER).build();
        rig.submit(waiting);

        rig.report(rig.approvals("reports.run").getFirst(), OutcomeStatus.NOT_STARTED);

        assertThat(rig.approvals("reports.run"))
                .extracting(approval -> approval.getId())
                .containsExactly(waiting.getId());
    }

    @Test
    void a_freeze_refuses_what_is_new_cancels_what_runs_and_wakes_what_waited() {
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());
        rig.report(rig.approvals("orders.read").getFirst(), OutcomeStatus.STARTED);
        rig.submit(Rig.intent("reports.run", "{}").build());
        rig.submit(Rig.intent("reports.run", "{}").setOnQuota(OnQuota.DEFER).build());
        rig.approvals("reports.run");

        rig.controls.freeze("all", true);
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A2\"}").build());
        rig.pass(Duration.ofSeconds(10));
        rig.tick();
        var whileFrozen = rig.approvals("reports.run");
        rig.controls.thaw("all");
        rig.tick();

        assertThat(rig.replies().getLast().getCode()).isEqualTo("FROZEN");
        assertThat(rig.directives()).hasSize(2);
        assertThat(whileFrozen).isEmpty();
        assertThat(rig.approvals("reports.run")).hasSize(1);
    }

    @Test
    void a_freeze_is_about_what_its_key_says_and_ends_with_it() {
        rig.controls.freezeUnder("action/orders.*", "tenant/other", false);
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());
        rig.controls.thaw("action/orders.*");
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A2\"}").build());

        assertThat(rig.replies()).extracting(Reply::getCode).containsExactly("FROZEN", null);
    }

    @Test
    void a_freeze_of_what_is_no_scope_freezes_everything_until_it_is_lifted() {
        rig.controls.freeze("action/Orders((", false);
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());
        rig.controls.thaw("action/Orders((");
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A2\"}").build());

        assertThat(rig.replies()).extracting(Reply::getCode).containsExactly("FROZEN", null);
    }

    @Test
    void an_unreadable_freeze_freezes_what_its_key_says_until_it_is_lifted_as_an_event_of_its_own() {
        rig.controls.writeGarbage("freeze/action/orders.*");
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());
        rig.submit(Rig.intent("reports.run", "{}").build());
        rig.controls.thaw("action/orders.*");
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A2\"}").build());

        assertThat(rig.replies()).extracting(Reply::getCode).containsExactly("FROZEN", null, null);
        assertThat(rig.events())
                .filteredOn(event -> event.getKind() == EventKind.FREEZE)
                .extracting(IntentEvent::getActor)
                .containsExactly("@unknown", "@operator");
    }

    @Test
    void a_policy_that_cannot_be_used_leaves_the_one_before_in_force() {
        rig.controls.writeGarbage("active");
        rig.controls.activateNothing();
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());

        assertThat(rig.approvals("orders.read")).hasSize(1);
        assertThat(rig.events())
                .filteredOn(event -> event.getKind() == EventKind.POLICY)
                .hasSize(1);
    }

    @Test
    void an_accepted_intents_answer_tells_the_budgets_that_it_has_touched() {
        rig.submit(Rig.intent("reports.run", "{}").build());

        assertThat(rig.replies().getLast().getBudget())
                .singleElement()
                .returns("reports-per-ten-seconds", BudgetEntry::getName)
                .returns(1L, BudgetEntry::getHeld)
                .returns(1L, BudgetEntry::getLimit);
    }

    @Test
    void an_override_wakes_who_waits_and_ends_with_its_tombstone() {
        rig.submit(Rig.intent("reports.run", "{}").build());
        rig.submit(Rig.intent("reports.run", "{}").setOnQuota(OnQuota.DEFER).build());
        assertThat(rig.approvals("reports.run")).hasSize(1);

        rig.controls.override("reports-per-ten-seconds", "acme/ana", 2L);
        rig.tick();
        assertThat(rig.approvals("reports.run")).hasSize(1);
        rig.submit(Rig.intent("reports.run", "{}").build());
        assertThat(rig.replies().getLast())
                .returns("OVER_BUDGET", Reply::getCode)
                .extracting(reply -> reply.getBudget().getFirst().getLimit())
                .isEqualTo(2L);

        rig.controls.override("reports-per-ten-seconds", "acme/ana", null);
        rig.submit(Rig.intent("reports.run", "{}").build());
        assertThat(rig.replies().getLast().getBudget().getFirst().getLimit()).isEqualTo(1L);
        assertThat(rig.events())
                .filteredOn(event -> event.getKind() == EventKind.OVERRIDE)
                .hasSize(2);
    }

    @Test
    void its_owner_may_cancel_a_held_intent() {
        var intent = Rig.intent("orders.refund", "{\"amount\":250}").build();
        rig.submit(intent);

        rig.send(
                Topics.CANCELLATIONS,
                Cancellation.newBuilder()
                        .setTenant("acme")
                        .setUser("ana")
                        .setIntentId(intent.getId())
                        .setRequestedBy("ana")
                        .build());

        assertThat(rig.replies().getLast()).returns(true, Reply::getAccepted).returns("CANCELLED", Reply::getState);
    }

    @Test
    void an_outcome_with_another_lease_changes_nothing_and_is_not_lost() {
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());
        var approval = rig.approvals("orders.read").getFirst();
        approval.setLease("00000000-0000-0000-0000-000000000000");

        rig.report(approval, OutcomeStatus.SUCCEEDED);

        assertThat(statesOf(rig.events())).containsExactly("APPROVED");
        assertThat(rig.letters())
                .singleElement()
                .satisfies(letter ->
                        assertThat(letter.getReasons().getFirst().getCode()).isEqualTo("LEASE_UNKNOWN"));
    }

    @Test
    void a_forwarded_start_without_the_lease_of_its_attempt_cuts_nobody_off() {
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());
        var approval = rig.approvals("orders.read").getFirst();
        rig.report(approval, OutcomeStatus.STARTED);
        rig.directives();

        forward(Rig.outcome(approval, OutcomeStatus.STARTED).setLease("junk"));
        forward(Rig.outcome(approval, OutcomeStatus.STARTED).setAttempt(2));
        forward(Rig.outcome(approval, OutcomeStatus.STARTED).setId(IntentIds.random()));

        assertThat(rig.directives()).isEmpty();
        assertThat(rig.letters())
                .extracting(letter -> letter.getReasons().getFirst().getCode())
                .containsExactly("LEASE_UNKNOWN", "LEASE_UNKNOWN", "NOT_FOUND");
        rig.report(approval, OutcomeStatus.SUCCEEDED);
        assertThat(statesOf(rig.events())).containsExactly("APPROVED", "RUNNING", "SUCCEEDED");
    }

    @Test
    void a_forwarded_start_with_the_lease_of_its_attempt_is_refused_and_never_counts() {
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());
        var approval = rig.approvals("orders.read").getFirst();

        forward(Rig.outcome(approval, OutcomeStatus.STARTED));

        assertThat(rig.directives())
                .singleElement()
                .returns(approval.getId(), Directive::getId)
                .returns(1, Directive::getAttempt)
                .returns(DirectiveKind.REFUSED, Directive::getKind)
                .returns("run-of-1", Directive::getRun)
                .returns("orders.read", Directive::getAction)
                .returns(Rig.ANA.tenant(), Directive::getTenant)
                .returns(Rig.ANA.user(), Directive::getUser);
        assertThat(rig.letters()).isEmpty();
        assertThat(statesOf(rig.events())).containsExactly("APPROVED");
    }

    @Test
    void the_refusal_of_a_forwarded_start_belongs_to_the_trace_of_its_intent() {
        var traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var headers = new RecordHeaders();
        headers.add(Headers.TRACEPARENT, traceparent.getBytes(StandardCharsets.UTF_8));
        var intent = Rig.intent("orders.read", "{\"order\":\"A1\"}").build();
        rig.put(Topics.SUBMITTED, Rig.ANA.key(), rig.encoded(Topics.SUBMITTED, intent), headers);

        forward(Rig.outcome(rig.approvals("orders.read").getFirst(), OutcomeStatus.STARTED));

        assertThat(rig.traceparents(Topics.DIRECTIVES)).containsExactly(traceparent);
    }

    @ParameterizedTest
    @CsvSource({
        "'1}, \"state\": \"CANCELLED\"', '\"1}, \\\"state\\\": \\\"CANCELLED\\\"\"'",
        "'{\"b\": 1.0, \"a\": 2}', '{\"a\":2,\"b\":1}'",
        "'', '\"\"'",
    })
    void a_result_is_kept_as_canonical_json_whatever_an_executor_writes(String written, String kept) {
        succeedWith(written);

        assertThat(rig.contents().getLast().getResult()).isEqualTo(kept);
    }

    @Test
    void a_result_is_kept_up_to_its_limit_and_beyond_it_by_its_hash() {
        succeedWith("\"" + "x".repeat(Limits.RESULT_BYTES - 2) + "\"");
        assertThat(rig.contents().getLast().getResult()).hasSize(Limits.RESULT_BYTES);

        succeedWith("\"" + "x".repeat(Limits.RESULT_BYTES - 1) + "\"");
        assertThat(rig.contents().getLast().getResult())
                .startsWith("{\"omitted\":{\"bytes\":" + (Limits.RESULT_BYTES + 1))
                .contains("RESULT_TOO_LARGE");
    }

    @Test
    void what_an_executor_says_of_a_failure_is_cut_and_a_code_that_is_none_is_replaced() {
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());
        var approval = rig.approvals("orders.read").getLast();
        rig.report(approval, OutcomeStatus.STARTED);
        rig.report(Rig.outcome(approval, OutcomeStatus.FAILED)
                .setError(new OutcomeError("no code\n" + "x".repeat(100_000), "y".repeat(100_000), null))
                .setExecutor("z".repeat(100_000)));

        var error = rig.contents().getLast().getError();
        assertThat(error.getCode()).isEqualTo("UNSPECIFIED");
        assertThat(error.getMessage()).hasSize(2_000);
        assertThat(rig.events().getLast().getActor()).hasSizeLessThan(300);
    }

    @Test
    void parameters_are_taken_up_to_their_limit_and_not_beyond_it() {
        var most = "{\"order\":\"" + "x".repeat(Limits.PARAMETERS_BYTES - 12) + "\"}";
        rig.submit(Rig.intent("orders.read", most).build());
        assertThat(rig.letters()).noneMatch(letter -> letter.getCategory() == LetterCategory.UNREADABLE);

        rig.submit(Rig.intent("orders.read", most.replace("x\"", "xx\"")).build());
        assertThat(rig.letters().getLast().getReasons().getFirst().getMessage())
                .contains("more than " + Limits.PARAMETERS_BYTES + " bytes");
    }

    @Test
    void parameters_beyond_their_limit_are_not_read() {
        rig.submit(Rig.intent("orders.read", "{}")
                .setParameters("{".repeat(Limits.PARAMETERS_BYTES + 1))
                .build());

        assertThat(rig.letters().getLast().getReasons().getFirst().getMessage())
                .contains("more than " + Limits.PARAMETERS_BYTES + " bytes");
    }

    @Test
    void a_justification_is_taken_up_to_its_limit_and_not_beyond_it() {
        var most = "x".repeat(Limits.JUSTIFICATION_BYTES);
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}")
                .setJustification(most)
                .build());
        assertThat(rig.letters()).isEmpty();

        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}")
                .setJustification(most + "x")
                .build());
        assertThat(rig.letters().getLast().getReasons().getFirst().getMessage())
                .contains("more than " + Limits.JUSTIFICATION_BYTES + " bytes");
    }

    /** What another partition found and sent home; or what somebody wrote who pretends so. */
    private void forward(Outcome.Builder outcome) {
        var headers = new RecordHeaders();
        headers.add(Headers.REROUTED, "1".getBytes(StandardCharsets.UTF_8));
        rig.put(Topics.OUTCOMES, Rig.ANA.key(), rig.encoded(Topics.OUTCOMES, outcome.build()), headers);
    }

    private void succeedWith(String result) {
        rig.submit(Rig.intent("orders.read", "{\"order\":\"A1\"}").build());
        var approval = rig.approvals("orders.read").getLast();
        rig.report(approval, OutcomeStatus.STARTED);
        rig.report(Rig.outcome(approval, OutcomeStatus.SUCCEEDED).setResult(result));
    }

    private void review(Intent intent, String digest, long version, String reviewer, List<String> roles) {
        rig.send(
                Topics.REVIEWS,
                Rig.review(intent, digest, roles)
                        .setReviewId(reviewer + roles.size())
                        .setExpectedVersion(version)
                        .setReviewer(reviewer)
                        .build());
    }

    private static List<String> statesOf(List<IntentEvent> events) {
        return events.stream()
                .filter(event -> event.getIntentId() != null)
                .map(IntentEvent::getTo)
                .toList();
    }
}
