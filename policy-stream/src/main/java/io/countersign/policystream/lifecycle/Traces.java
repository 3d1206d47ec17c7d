package io.countersign.policystream.lifecycle;

import io.countersign.policystream.memory.SessionKey;
import io.countersign.policystream.memory.Trace;
import io.countersign.policystream.policy.Judgement;
import io.countersign.policystream.session.OpenedSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What intents leave behind: with the first approval, in its transaction, so that no parallel one can outrun it. */
public final class Traces {

    /** How long an agent's implicit session remembers what was added last. */
    static final Duration IMPLICIT_MEMORY = Duration.ofHours(24);

    private Traces() {}

    /** The trace that a decision left; none if the intent was approved before, or is not now. */
    public static Optional<Trace> left(@Nullable IntentState before, @Nullable IntentState after) {
        var now = of(after);
        return now != null && of(before) == null ? Optional.of(now) : Optional.empty();
    }

    /** With its trace, if this is the first approval. */
    static Dossier leave(Dossier dossier, Judgement.Admitted admitted, Circumstances around) {
        if (!dossier.attempts().isEmpty()) {
            return dossier;
        }
        var now = around.now();
        var session = session(dossier.request());
        var until = session.opened() ? forgotten(session, around) : now.plus(IMPLICIT_MEMORY);
        var action = admitted.action();
        return dossier.leaving(new Trace(session, now, until, action.name(), action.labels(), admitted.additions()));
    }

    /** A session that was opened remembers for as long as it is remembered itself: as long as it may have intents. */
    private static Instant forgotten(SessionKey session, Circumstances around) {
        return around.sessions()
                .find(session.name())
                .map(OpenedSession::forgottenAt)
                .orElse(around.now().plus(IntentState.MEMORY));
    }

    static SessionKey session(Request request) {
        return SessionKey.of(request.session(), request.agent());
    }

    private static @Nullable Trace of(@Nullable IntentState state) {
        return state == null ? null : state.dossier().trace();
    }
}
