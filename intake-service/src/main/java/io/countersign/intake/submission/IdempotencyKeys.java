package io.countersign.intake.submission;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the header {@code Idempotency-Key}, in whatever number it came. */
final class IdempotencyKeys {
    /** Printable ASCII without a space at either end. */
    private static final Pattern KEY = Pattern.compile("[!-~]([ -~]{0,254}[!-~])?");

    private IdempotencyKeys() {}

    /** The one key, if there is one. */
    static Optional<String> read(List<String> keys) throws UnfitBody {
        if (keys.size() > 1 || !keys.stream().allMatch(key -> KEY.matcher(key).matches())) {
            throw new UnfitBody("Idempotency-Key is one value of 1 to 256 printable ASCII characters");
        }
        return keys.stream().findFirst();
    }
}
