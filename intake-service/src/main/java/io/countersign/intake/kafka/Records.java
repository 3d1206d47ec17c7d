package io.countersign.intake.kafka;

import io.countersign.contract.Limits;
import io.countersign.contract.Owner;
import io.countersign.door.identity.Caller;
import io.countersign.intake.submission.NewIntent;
import io.countersign.intake.submission.NewSession;
import io.countersign.intake.waiting.BudgetWindow;
import io.countersign.intake.waiting.Decision;
import io.countersign.intake.waiting.StatedReason;
import io.countersign.submission.Submission;
import io.countersign.submission.WhenOverBudget;
import io.countersign.v1.BudgetEntry;
import io.countersign.v1.Cancellation;
import io.countersign.v1.Intent;
import io.countersign.v1.OnQuota;
import io.countersign.v1.ReasonText;
import io.countersign.v1.Reply;
import io.countersign.v1.Session;
import io.countersign.v1.SessionGrant;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** Our values as the records of the contract, and back. */
final class Records {
    /** Records that are encoded and never sent. */
    static final Intent EXAMPLE_INTENT = intent(new NewIntent(
            "example",
            new Caller(new Owner("example", "example"), "example", null, List.of()),
            new Submission("example", "{}", null, null, null, 0, null, false, null, WhenOverBudget.REJECT, null),
            new byte[Limits.NONCE_BYTES],
            Instant.EPOCH));

    static final Cancellation EXAMPLE_CANCELLATION =
            cancellation(new Caller(new Owner("example", "example"), "example", null, List.of()), "example");

    static final Session EXAMPLE_SESSION =
            ended(new Caller(new Owner("example", "example"), "example", null, List.of()), "example");

    private Records() {}

    static Intent intent(NewIntent intent) {
        var caller = intent.caller();
        var submission = intent.submission();
        return Intent.newBuilder()
                .setId(intent.id())
                .setTenant(caller.owner().tenant())
                .setUser(caller.owner().user())
                .setAgent(caller.agent())
                .setTeam(caller.team())
                .setSession(submission.session())
                .setAction(submission.action())
                .setParameters(submission.parameters())
                .setModel(submission.model())
                .setMaxTokens(submission.maxTokens())
                .setInputTokens(submission.inputTokens())
                .setJustification(submission.justification())
                .setPrivate$(submission.isPrivate())
                .setDeadline(submission.deadline())
                .setOnQuota(submission.whenOverBudget() == WhenOverBudget.DEFER ? OnQuota.DEFER : OnQuota.REJECT)
                .setRoles(caller.roles())
                .setNonce(ByteBuffer.wrap(intent.nonce()))
                .setSubmittedAt(intent.submittedAt())
                .build();
    }

    static Cancellation cancellation(Caller caller, String intentId) {
        return Cancellation.newBuilder()
                .setTenant(caller.owner().tenant())
                .setUser(caller.owner().user())
                .setIntentId(intentId)
                .setRequestedBy(caller.agent())
                .build();
    }

    static Session session(NewSession session) {
        var request = session.request();
        return addressed(session.id(), session.caller())
                .setAgent(request.agent())
                .setGrants(request.grants().stream()
                        .map(grant -> new SessionGrant(grant.action(), grant.when()))
                        .toList())
                .setTtlMillis(request.ttl().toMillis())
                .build();
    }

    static Session ended(Caller caller, String sessionId) {
        return addressed(sessionId, caller).setTtlMillis(0).setEnded(true).build();
    }

    private static Session.Builder addressed(String sessionId, Caller caller) {
        return Session.newBuilder()
                .setId(sessionId)
                .setTenant(caller.owner().tenant())
                .setUser(caller.owner().user())
                .setOpenedBy(caller.agent());
    }

    static Decision decision(Reply reply) {
        var budget = reply.getBudget();
        return new Decision(
                reply.getRequestId(),
                reply.getAccepted(),
                reply.getIntentId(),
                reply.getCode(),
                reply.getState(),
                reply.getVersion(),
                reply.getReasons().stream().map(Records::reason).toList(),
                budget == null
                        ? List.of()
                        : budget.stream().map(Records::window).toList(),
                reply.getOpensAt());
    }

    private static StatedReason reason(ReasonText reason) {
        return new StatedReason(reason.getCode(), reason.getRule(), reason.getMessage());
    }

    private static BudgetWindow window(BudgetEntry entry) {
        return new BudgetWindow(
                entry.getName(),
                entry.getUnit(),
                entry.getWindow(),
                entry.getLimit(),
                entry.getLimit() - entry.getHeld() - entry.getSettled(),
                entry.getOpensAt());
    }
}
