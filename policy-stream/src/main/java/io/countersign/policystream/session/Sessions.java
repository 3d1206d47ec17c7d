package io.countersign.policystream.session;

import io.countersign.contract.Code;
import io.countersign.contract.Limits;
import io.countersign.policystream.policy.Reason;
import io.countersign.policystream.policy.TaskGrants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of an order for a session: {@code (session, order, what is open, now) -> decision}. Pure. */
public final class Sessions {
    private Sessions() {}

    /**
     * Decides.
     *
     * @param session the owner's session of this id, if it is remembered
     * @param open the owner's open sessions
     * @param now broker time
     */
    public static SessionDecision decide(
            @Nullable OpenedSession session, SessionOrder order, OpenSessions open, Instant now) {
        return switch (order) {
            case SessionOrder.Open asked -> session == null ? open(asked, open, now) : again(session, asked, now);
            case SessionOrder.End ignored -> end(session);
        };
    }

    private static SessionDecision open(SessionOrder.Open asked, OpenSessions open, Instant now) {
        var ttl = Duration.ofMillis(asked.ttlMillis());
        if (ttl.compareTo(Limits.SHORTEST_SESSION) < 0 || ttl.compareTo(Limits.LONGEST_SESSION) > 0) {
            return refused(Code.MALFORMED, "a session lasts from 1 s to 30 d");
        }
        var problems = TaskGrants.problems(asked.grants());
        if (!problems.isEmpty()) {
            return new SessionDecision.Refused(
                    Code.MALFORMED.name(),
                    problems.stream()
                            .map(problem -> new Reason(Code.MALFORMED.name(), null, problem))
                            .toList(),
                    null);
        }
        var others = open.at(now);
        if (others.isFull()) {
            var reason = new Reason(
                    Code.RATE_LIMITED.name(),
                    null,
                    OpenSessions.MOST + " sessions of this user are open: end one that is not needed any more");
            return new SessionDecision.Refused(
                    reason.code(), List.of(reason), others.firstEnd().orElse(null));
        }
        return new SessionDecision.Changed(new OpenedSession(
                asked.id(),
                asked.agent(),
                asked.grants(),
                asked.client(),
                asked.digest(),
                asked.appendedAt().plus(ttl),
                false));
    }

    private static SessionDecision again(OpenedSession session, SessionOrder.Open asked, Instant now) {
        if (!session.digest().equals(asked.digest())) {
            return refused(Code.ID_REUSED, "the id was used before, for another session");
        }
        return session.isOpen(now)
                ? new SessionDecision.Unchanged()
                : refused(Code.ENDED, "the session has ended: open another one, under a new key");
    }

    private static SessionDecision end(@Nullable OpenedSession session) {
        if (session == null) {
            return refused(Code.NOT_FOUND, "there is no such session");
        }
        return session.revoked() ? new SessionDecision.Unchanged() : new SessionDecision.Changed(session.revokedNow());
    }

    private static SessionDecision refused(Code code, String message) {
        return new SessionDecision.Refused(code.name(), List.of(new Reason(code.name(), null, message)), null);
    }
}
