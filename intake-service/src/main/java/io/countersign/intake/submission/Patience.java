package io.countersign.intake.submission;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** How long a caller wants to wait for an answer, and for which one. */
public sealed interface Patience {
    /** Until policy has decided; the default. */
    record UntilDecided() implements Patience {}

    /** Until the broker has it. */
    record UntilPublished() implements Patience {}

    /** Until it has ended, or for so long. */
    record UntilEnded(Duration atMost) implements Patience {}

    /** The longest wait: whoever asks for more gets this. */
    Duration LONGEST = Duration.ofSeconds(60);

    Pattern WAIT = Pattern.compile("wait\\s*=\\s*\"?(\\d{1,9})\"?");

    /**
     * Reads the values of the header {@code Prefer} (RFC 7240). What it does not understand it ignores, as the RFC says;
     * {@code wait} wins over {@code respond-async}, because the two together mean: wait so long, then answer without.
     */
    static Patience read(List<String> preferences) {
        Patience patience = new UntilDecided();
        for (var header : preferences) {
            for (var preference : header.split(",", -1)) {
                var name = preference.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
                var wait = WAIT.matcher(name);
                if (wait.matches() && Long.parseLong(wait.group(1)) > 0) {
                    return new UntilEnded(
                            Duration.ofSeconds(Math.min(Long.parseLong(wait.group(1)), LONGEST.toSeconds())));
                }
                if (name.equals("respond-async")) {
                    patience = new UntilPublished();
                }
            }
        }
        return patience;
    }
}
