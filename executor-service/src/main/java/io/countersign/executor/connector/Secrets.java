package io.countersign.executor.connector;

import io.countersign.executor.chat.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Settings that refer to secrets, {@code ${env:NAME}} or {@code ${file:PATH}}, and the only place that knows the values.
 * Files are read at every use, so that a secret can be changed without a restart. What a reference stood for is taken out of
 * every text that leaves the executor.
 */
public final class Secrets {

    static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

    static final String REDACTED = "[redacted]";

    /** A shorter value would be found everywhere. */
    private static final int SHORTEST_REDACTED = 6;

    private final UnaryOperator<@Nullable String> environment;
    private volatile Known known = Known.NOTHING;

    /**
     * What must not leave.
     *
     * @param values what references stood for
     * @param forms the ways in which others write them, the longest first: no secret is mistaken for another that it begins
     *     with
     */
    private record Known(Set<String> values, List<String> forms) {

        static final Known NOTHING = new Known(Set.of(), List.of());

        Known and(String value) {
            var all = Stream.concat(values.stream(), Stream.of(value)).collect(Collectors.toUnmodifiableSet());
            return new Known(all, SecretForms.of(all));
        }
    }

    /** Secrets of this environment: the value of a variable, or null. */
    public Secrets(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    /** A setting whose value is looked up when it is needed. Never shown: not even by {@link #toString}. */
    public final class Setting {
        private final String template;

        private Setting(String template) {
            this.template = template;
        }

        /** The value now. */
        public String value() throws IOException {
            var failures = new ArrayList<IOException>();
            var value = REFERENCE.matcher(template).replaceAll(match -> {
                try {
                    return Matcher.quoteReplacement(lookUp(match.group(1), match.group(2)));
                } catch (IOException e) {
                    failures.add(e);
                    return "";
                }
            });
            if (!failures.isEmpty()) {
                throw failures.getFirst();
            }
            return value;
        }

        @Override
        public String toString() {
            return template;
        }
    }

    /** Reads a setting; a reference to nothing is an {@link IllegalArgumentException} that names the reference. */
    public Setting setting(String text) {
        var setting = new Setting(text);
        try {
            var unused = setting.value();
        } catch (IOException nothing) {
            throw new IllegalArgumentException(nothing.getMessage(), nothing);
        }
        return setting;
    }

    /** The value of a setting that is fixed at the start; a reference to nothing is an IllegalArgumentException. */
    public String now(String text) {
        try {
            return setting(text).value();
        } catch (IOException gone) {
            throw new IllegalArgumentException(gone.getMessage(), gone);
        }
    }

    /** A screen for a text that comes in pieces: no value is in it, not even one that is spread over several pieces. */
    public Screen screen() {
        return new StreamedRedaction(() -> known.forms());
    }

    /**
     * The text without any value that a reference stood for, in any of the forms in which others write it. A text that
     * hides one in a way that could not be cut out is replaced as a whole, by a JSON string.
     */
    public String redacted(String text) {
        var forms = known.forms();
        if (forms.isEmpty()) {
            return text;
        }
        var clean = text;
        for (var form : forms) {
            clean = clean.replace(form, REDACTED);
        }
        return SecretForms.hides(clean, plain -> forms.stream().anyMatch(plain::contains))
                ? "\"" + REDACTED + "\""
                : clean;
    }

    /** As {@link #redacted(String)}; one whose end shows that it was cut does not end with the beginning of a value either. */
    public String redactedQuote(String text) {
        return SecretForms.withoutBeginning(known.forms(), redacted(text), REDACTED);
    }

    /** What may be said of an exception: its place, and its words without any secret. */
    public RuntimeException redacted(RuntimeException thrown) {
        var clean = new IllegalStateException(redacted(String.valueOf(thrown)));
        clean.setStackTrace(thrown.getStackTrace());
        return clean;
    }

    private String lookUp(String kind, String name) throws IOException {
        var value = kind.equals("env") ? ofEnvironment(name) : ofFile(Path.of(name));
        if (value.length() >= SHORTEST_REDACTED && !known.values().contains(value)) {
            learn(value);
        }
        return value;
    }

    private synchronized void learn(String value) {
        known = known.and(value);
    }

    private String ofEnvironment(String name) throws IOException {
        var value = environment.apply(name);
        if (value == null || value.isEmpty()) {
            throw new IOException("the environment variable " + name + " is not set");
        }
        return value;
    }

    private static String ofFile(Path file) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IOException("the file " + file + " cannot be read", e);
        }
    }
}
