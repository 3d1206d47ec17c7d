package io.countersign.intake.http;

import io.countersign.door.CurrentCaller;
import io.countersign.intake.waiting.Outcome;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.OptionalLong;

/** The answer to a caller who waited for the end and saw it come. */
@Singleton
final class WholeIntent {
    private final CurrentCaller callers;
    private final PolicyStream policyStream;
    private final Answers answers;

    WholeIntent(CurrentCaller callers, PolicyStream policyStream, Answers answers) {
        this.callers = callers;
        this.policyStream = policyStream;
        this.answers = answers;
    }

    /** Where the view cannot be asked, what is known is said: the intent was accepted, and is in that state. */
    Response of(Outcome.Ended ended) throws InterruptedException {
        var version = ended.version() == null ? OptionalLong.empty() : OptionalLong.of(ended.version());
        return policyStream.intent(ended.intentId(), version, callers.token()) instanceof QueryAnswer.Found found
                ? answers.whole(ended.intentId(), found.json())
                : answers.accepted(ended.intentId(), ended.state(), List.of());
    }
}
