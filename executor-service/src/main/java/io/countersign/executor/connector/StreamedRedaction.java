package io.countersign.executor.connector;

import io.countersign.executor.chat.Screen;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes secrets out of a text that comes in pieces. The end of a piece that begins a secret is held back until what follows
 * shows whether it is one; as secrets rarely begin like words, that is rare and short.
 */
final class StreamedRedaction implements Screen {

    private final Supplier<List<String>> secrets;
    private String held = "";

    /** A redaction of these, the longest first. */
    StreamedRedaction(Supplier<List<String>> secrets) {
        this.secrets = secrets;
    }

    @Override
    public String next(String piece) {
        var text = held + piece;
        var all = secrets.get();
        var shown = new StringBuilder(text.length());
        var at = 0;
        while (at < text.length() && !beginsSecret(all, text, at)) {
            var secret = secretAt(all, text, at);
            if (secret.isPresent()) {
                shown.append(Secrets.REDACTED);
                at += secret.get().length();
            } else {
                shown.append(text.charAt(at++));
            }
        }
        held = text.substring(at);
        return shown.toString();
    }

    /** What is held back is the beginning of one secret, and may be all of a shorter one. */
    @Override
    public String rest() {
        var rest = held;
        held = "";
        for (var secret : secrets.get()) {
            rest = rest.replace(secret, Secrets.REDACTED);
        }
        return rest;
    }

    /** True if all that is left of the text is the beginning of a longer secret. */
    private static boolean beginsSecret(List<String> all, String text, int at) {
        var left = text.length() - at;
        return all.stream().anyMatch(secret -> secret.length() > left && secret.regionMatches(0, text, at, left));
    }

    private static Optional<String> secretAt(List<String> all, String text, int at) {
        return all.stream().filter(secret -> text.startsWith(secret, at)).findFirst();
    }
}
