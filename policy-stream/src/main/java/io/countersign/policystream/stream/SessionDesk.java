package io.countersign.policystream.stream;

import io.countersign.contract.Topics;
import io.countersign.policystream.policy.Reason;
import io.countersign.policystream.session.SessionDecision;
import io.countersign.policystream.session.SessionOrder;
import io.countersign.policystream.session.Sessions;
import io.countersign.v1.Cause;
import io.countersign.v1.Reply;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries what the core decides about orders for sessions: stores it, records it, answers. It decides nothing itself. */
final class SessionDesk {

    private final StoredSessions sessions;
    private final Journal journal;
    private final Outputs out;

    SessionDesk(StoredSessions sessions, Journal journal, Outputs out) {
        this.sessions = sessions;
        this.journal = journal;
        this.out = out;
    }

    void decide(Command.OfSession command, Arrival arrival, Instant now) {
        var owner = command.owner();
        var order = command.order();
        var before = sessions.find(owner, order.id(), now);
        switch (Sessions.decide(before, order, sessions.open(owner), now)) {
            case SessionDecision.Changed(var session) -> {
                sessions.put(owner, session, now);
                var cause = new Cause(arrival.topic(), arrival.partition(), arrival.offset(), null);
                journal.session(owner, before, session, order.client(), cause, now, arrival.traceparent());
                answer(owner, order, arrival, true, null, List.of(), null);
            }
            case SessionDecision.Unchanged ignored -> answer(owner, order, arrival, true, null, List.of(), null);
            case SessionDecision.Refused refused ->
                answer(owner, order, arrival, false, refused.code(), refused.reasons(), refused.opensAt());
        }
    }

    private void answer(
            String owner,
            SessionOrder order,
            Arrival arrival,
            boolean accepted,
            @Nullable String code,
            List<Reason> reasons,
            @Nullable Instant opensAt) {
        var requestId = arrival.requestId();
        if (requestId != null) {
            out.owned(
                    Topics.REPLIES,
                    owner,
                    Reply.newBuilder()
                            .setRequestId(requestId)
                            .setAccepted(accepted)
                            .setCode(code)
                            .setReasons(ToRecords.texts(reasons))
                            .setActor(order.client())
                            .setOpensAt(opensAt)
                            .build(),
                    arrival.traceparent());
        }
    }
}
