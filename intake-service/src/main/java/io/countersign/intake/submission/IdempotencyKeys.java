package io.countersign.intake.submission;

import io.countersign.submission.SubmissionRules;
import java.util.List;
import java.util.Optional;

/** Reads the header {@code Idempotency-Key}, in whatever number it came. */
final class IdempotencyKeys {
    private IdempotencyKeys() {}

    /** The one key, if there is one. */
    static Optional<String> read(List<String> keys) throws UnfitBody {
        if (keys.size() > 1 || !keys.stream().allMatch(SubmissionRules::isKey)) {
            throw new UnfitBody("Idempotency-Key is one value of " + SubmissionRules.KEY_FORM);
        }
        return keys.stream().findFirst();
    }
}
