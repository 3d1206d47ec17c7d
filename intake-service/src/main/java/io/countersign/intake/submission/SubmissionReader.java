package io.countersign.intake.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Code;
import io.countersign.contract.Limits;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the body of {@code POST /v1/intents} once, strictly, and keeps the canonical text of its parameters. A member
 * that may be left out may also be null.
 */
public final class SubmissionReader {
    private static final Set<String> MEMBERS = Set.of(
            "action", "parameters", "session", "model", "maxTokens", "justification", "private", "deadline", "onQuota");

    private final TokenCounter tokens;

    public SubmissionReader(TokenCounter tokens) {
        this.tokens = tokens;
    }

    /** {@code keys} are the values of the header {@code Idempotency-Key}, in whatever number it came. */
    public Reading read(byte[] body, List<String> keys) {
        try {
            var key = IdempotencyKeys.read(keys);
            return submission(Members.of(body, MEMBERS), key);
        } catch (UnfitBody e) {
            return e.refusal();
        }
    }

    /** The same of an object that was read strictly already. */
    Reading read(ObjectNode body, Optional<String> key) {
        try {
            return submission(
                    Members.of(body, MEMBERS), IdempotencyKeys.read(key.stream().toList()));
        } catch (UnfitBody e) {
            return e.refusal();
        }
    }

    private Reading submission(Members members, Optional<String> key) throws UnfitBody {
        var action = members.requiredText("action");
        var parameters = members.parameters();
        var text = CanonicalJson.write(parameters);
        if (Limits.exceeds(text, Limits.PARAMETERS_BYTES)) {
            return new Refusal(
                    Code.TOO_LARGE,
                    "\"parameters\" has more than " + Limits.PARAMETERS_BYTES + " bytes in RFC 8785 form");
        }
        var justification = members.text("justification").orElse(null);
        if (justification != null && Limits.exceeds(justification, Limits.JUSTIFICATION_BYTES)) {
            return new Refusal(
                    Code.TOO_LARGE, "\"justification\" has more than " + Limits.JUSTIFICATION_BYTES + " bytes");
        }
        return new Submission(
                action,
                text,
                members.text("session").orElse(null),
                members.text("model").orElse(null),
                members.positive("maxTokens"),
                ModelInput.of(parameters).stream().mapToLong(tokens::count).sum(),
                justification,
                members.flag("private"),
                members.instant("deadline"),
                members.whenOverBudget("onQuota"),
                key.orElse(null));
    }
}
