package io.countersign.intake.http;

import io.countersign.contract.IntentIds;
import io.countersign.contract.Limits;
import io.countersign.door.Problem;
import io.countersign.door.identity.Caller;
import io.countersign.intake.submission.IntentState;
import io.countersign.intake.submission.NewIntent;
import io.countersign.intake.submission.Patience;
import io.countersign.intake.waiting.Handover;
import io.countersign.intake.waiting.Outcome;
import io.countersign.submission.Reading;
import io.countersign.submission.Refusal;
import io.countersign.submission.Submission;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** Hands intents over and takes them back, whichever door they come by. */
@Singleton
final class Submissions {
    private final Handover handover;
    private final WholeIntent whole;
    private final Answers answers;
    private final SecureRandom random;
    private final InstantSource clock;

    Submissions(Handover handover, WholeIntent whole, Answers answers, SecureRandom random, InstantSource clock) {
        this.handover = handover;
        this.whole = whole;
        this.answers = answers;
        this.random = random;
        this.clock = clock;
    }

    /** What there is to say of it once the caller's patience, or its life, has ended. */
    Response submit(Caller caller, Reading reading, Patience patience) throws InterruptedException {
        return switch (reading) {
            case Refusal refusal -> refused(refusal);
            case Submission submission -> answer(handover.submit(named(caller, submission), patience));
        };
    }

    /** Ends an intent early, if it is the caller's and has not ended. */
    Response cancel(Caller caller, String id) throws InterruptedException {
        if (!IntentIds.isValid(id)) {
            return answers.problem(Answers.noSuchIntent());
        }
        return switch (handover.cancel(caller, id)) {
            case Outcome.Published published -> answers.accepted(id, null, List.of());
            case Outcome.Ended ended -> answers.accepted(id, ended.state(), List.of());
            case Outcome.Decided decided -> answers.decided(id, decided.decision());
            case Outcome.NotHandedOver why -> answers.notHandedOver(why);
        };
    }

    Response refused(Refusal refusal) {
        return problem(Problem.of(refusal.code(), refusal.detail()));
    }

    Response problem(Problem problem) {
        return answers.problem(problem);
    }

    private Response answer(Outcome outcome) throws InterruptedException {
        return switch (outcome) {
            case Outcome.Published published ->
                answers.accepted(published.intentId(), IntentState.SUBMITTED, List.of());
            case Outcome.Ended ended -> whole.of(ended);
            case Outcome.Decided decided -> answers.decided(decided.intentId(), decided.decision());
            case Outcome.NotHandedOver why -> answers.notHandedOver(why);
        };
    }

    /** With its identity, and the secret behind its leases. */
    NewIntent named(Caller caller, Submission submission) {
        var nonce = new byte[Limits.NONCE_BYTES];
        random.nextBytes(nonce);
        return NewIntent.of(caller, submission, IntentIds::random, nonce, clock.instant());
    }
}
