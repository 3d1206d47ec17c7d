package io.countersign.intake.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.door.identity.Caller;
import io.countersign.intake.channel.AnswerNarration;
import io.countersign.intake.channel.Entry;
import io.countersign.intake.channel.IntentKey;
import io.countersign.intake.submission.IntentState;
import io.countersign.intake.submission.NewIntent;
import io.countersign.intake.submission.Patience;
import io.countersign.intake.waiting.BudgetWindow;
import io.countersign.intake.waiting.Decision;
import io.countersign.intake.waiting.Drain;
import io.countersign.intake.waiting.Handover;
import io.countersign.intake.waiting.Outcome;
import io.countersign.submission.Submission;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Intents that somebody waits for on an open connection: handed over, followed to their end, cancelled if left. */
@Singleton
final class Chats {
    private static final Logger LOG = Logger.getLogger(Chats.class);

    private final Handover handover;
    private final Submissions submissions;
    private final IntentStreams streams;
    private final Drain drain;

    Chats(Handover handover, Submissions submissions, IntentStreams streams, Drain drain) {
        this.handover = handover;
        this.submissions = submissions;
        this.streams = streams;
        this.drain = drain;
    }

    /** What comes of handing one over. */
    sealed interface Beginning {
        /** It is under way, or has its answer already. */
        record Begun(Chat chat) implements Beginning {}

        /** The broker has refused it. */
        record Refused(String intentId, Decision decision) implements Beginning {}

        /** It waits, for a person or for a window. */
        record Waits(String intentId, Decision decision, String state) implements Beginning {}

        /** It is not known to be with the broker. */
        record NotHandedOver(Outcome.NotHandedOver why) implements Beginning {}
    }

    /** Hands it over, and looks out for its pieces from before that on. */
    Beginning begin(Caller caller, IntentStreams.Listening who, Submission submission) throws InterruptedException {
        var following = streams.following(who);
        var intent = submissions.named(caller, submission);
        var handedOn = false;
        try {
            var beginning = beginning(caller, intent, following);
            handedOn = beginning instanceof Beginning.Begun;
            return beginning;
        } catch (InterruptedException gone) {
            left(caller, intent.id());
            throw gone;
        } finally {
            if (!handedOn) {
                following.close();
            }
        }
    }

    private Beginning beginning(Caller caller, NewIntent intent, IntentStreams.Following following)
            throws InterruptedException {
        return switch (handover.submitSeated(intent, new Patience.UntilDecided())) {
            case Outcome.NotHandedOver why -> new Beginning.NotHandedOver(why);
            case Outcome.Decided(var id, var decision) when !decision.accepted() -> new Beginning.Refused(id, decision);
            case Outcome.Decided(var id, var decision)
            when waits(decision) -> new Beginning.Waits(id, decision, String.valueOf(decision.state()));
            case Outcome.Decided(var id, var decision) ->
                new Beginning.Begun(new Chat(caller, id, decision, following));
            case Outcome.Published(var id) -> new Beginning.Begun(new Chat(caller, id, null, following));
            case Outcome.Ended ended -> throw new IllegalStateException("nobody waited for the end: " + ended);
        };
    }

    private static boolean waits(Decision decision) {
        return decision.state() != null && IntentState.waits(decision.state());
    }

    /** Its client has gone away: it is cancelled, unless it is we who hang up. */
    private void left(Caller caller, String intentId) {
        if (!drain.lastCall().hasCome()) {
            cancel(caller, intentId);
        }
    }

    /** Ends it, whatever becomes of that: on a thread of its own, because whoever asks is leaving. */
    void cancel(Caller caller, String intentId) {
        Thread.ofVirtual().name("cancelling").start(() -> {
            try {
                if (handover.cancelSeated(caller, intentId) instanceof Outcome.NotHandedOver why) {
                    LOG.warnf("an intent that was left is not cancelled intent=%s why=%s", intentId, why);
                }
            } catch (InterruptedException | RuntimeException e) {
                LOG.warnf("an intent that was left is not cancelled intent=%s why=%s", intentId, e);
            }
        });
    }

    /** One intent that is followed. To be closed, and {@link #leave left} if its client goes away first. */
    final class Chat implements AutoCloseable {
        private final Caller caller;
        private final String intentId;
        private final @Nullable Decision decision;
        private final IntentStreams.Following following;

        private Chat(Caller caller, String intentId, @Nullable Decision decision, IntentStreams.Following following) {
            this.caller = caller;
            this.intentId = intentId;
            this.decision = decision;
            this.following = following;
        }

        String intentId() {
            return intentId;
        }

        /** What its decision has touched; nothing if there was none in time. */
        List<BudgetWindow> budgets() {
            return decision == null ? List.of() : decision.budgets();
        }

        /** Reads its pieces until it is at rest or waits; empty if that was not to be seen while the token was good. */
        Optional<ObjectNode> read(AnswerNarration.Reader reader) throws IOException, InterruptedException {
            var made = decision;
            if (made != null && made.state() != null && IntentState.isAtRest(made.state())) {
                // A prepared answer, or a repeat of something that has its answer already: nothing more is told of it.
                return following.intent(intentId, made.version() == null ? 0 : made.version());
            }
            Optional<Entry.Change> rest = following.read(new IntentKey(caller.owner(), intentId), reader);
            return rest.isEmpty()
                    ? Optional.empty()
                    : following.intent(intentId, rest.get().version());
        }

        /** As it is now; empty if that is not to be seen yet. */
        Optional<ObjectNode> present() throws IOException, InterruptedException {
            return following.intent(intentId, 0);
        }

        /** Whether the token with which it was begun is still good: else nothing more is told of it. */
        boolean isLive() {
            return following.isLive();
        }

        /** Whoever waited for it has gone away: it is cancelled. */
        void leave() {
            left(caller, intentId);
        }

        @Override
        public void close() {
            following.close();
        }
    }
}
