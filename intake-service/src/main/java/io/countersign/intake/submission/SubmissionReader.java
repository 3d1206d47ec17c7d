package io.countersign.intake.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.submission.Draft;
import io.countersign.submission.Reading;
import io.countersign.submission.SubmissionRules;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the body of {@code POST /v1/intents} once, strictly; what is asked of any intent, {@link SubmissionRules} say. A
 * member that may be left out may also be null.
 */
public final class SubmissionReader {
    private static final Set<String> MEMBERS = Set.of(
            "action", "parameters", "session", "model", "maxTokens", "justification", "private", "deadline", "onQuota");

    private final SubmissionRules rules;

    public SubmissionReader(SubmissionRules rules) {
        this.rules = rules;
    }

    /** {@code keys} are the values of the header {@code Idempotency-Key}, in whatever number it came. */
    public Reading read(byte[] body, List<String> keys) {
        try {
            var key = IdempotencyKeys.read(keys);
            return rules.read(draft(Members.of(body, MEMBERS), key));
        } catch (UnfitBody e) {
            return e.refusal();
        }
    }

    /** The same of an object that was read strictly already. */
    Reading read(ObjectNode body, List<String> keys) {
        try {
            var key = IdempotencyKeys.read(keys);
            return rules.read(draft(Members.of(body, MEMBERS), key));
        } catch (UnfitBody e) {
            return e.refusal();
        }
    }

    private static Draft draft(Members members, Optional<String> key) throws UnfitBody {
        return new Draft(
                members.requiredText("action"),
                members.parameters(),
                members.text("session").orElse(null),
                members.text("model").orElse(null),
                members.positive("maxTokens"),
                members.text("justification").orElse(null),
                members.flag("private"),
                members.instant("deadline"),
                members.whenOverBudget("onQuota"),
                key.orElse(null));
    }
}
