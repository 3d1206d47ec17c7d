package io.countersign.submission;

import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Code;
import io.countersign.contract.Limits;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every door asks of a {@link Draft}, and what it makes of one: its canonical text, and the count of its tokens. */
public final class SubmissionRules {
    /** What an idempotency key is, in words. */
    public static final String KEY_FORM = "1 to 256 printable ASCII characters";

    /** Without a space at either end. */
    private static final Pattern KEY = Pattern.compile("[!-~]([ -~]{0,254}[!-~])?");

    /** What RFC 3339 can write; beyond it, sums of instants come to their ends. */
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private final TokenCounter tokens;

    public SubmissionRules(TokenCounter tokens) {
        this.tokens = tokens;
    }

    /** Whether an intent's id may follow from this key. */
    public static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    /** Reads a draft; the first rule that it breaks is told. */
    public Reading read(Draft draft) {
        var text = CanonicalJson.write(draft.parameters());
        return fault(draft, text).<Reading>map(refusal -> refusal).orElseGet(() -> submission(draft, text));
    }

    private static Optional<Refusal> fault(Draft draft, String parameters) {
        return empty(draft)
                .map(name -> Refusal.malformed("\"" + name + "\" is not a text"))
                .or(() -> unfit(draft))
                .or(() -> tooLarge("parameters", parameters, Limits.PARAMETERS_BYTES, " in RFC 8785 form"))
                .or(() -> tooLarge("justification", draft.justification(), Limits.JUSTIFICATION_BYTES, ""));
    }

    /** The name of a text that is there and says nothing. */
    private static Optional<String> empty(Draft draft) {
        var texts = new LinkedHashMap<String, @Nullable String>();
        texts.put("action", draft.action());
        texts.put("session", draft.session());
        texts.put("model", draft.model());
        texts.put("justification", draft.justification());
        texts.values().removeIf(text -> text == null || !text.isEmpty());
        return texts.keySet().stream().findFirst();
    }

    private static Optional<Refusal> unfit(Draft draft) {
        if (draft.maxTokens() != null && draft.maxTokens() < 1) {
            return Optional.of(Refusal.malformed("\"maxTokens\" is not a whole number above 0"));
        }
        if (draft.maxTokens() != null && draft.maxTokens() > Limits.EXACT_INTEGER) {
            return Optional.of(
                    new Refusal(Code.NUMBER_NOT_EXACT, "\"maxTokens\" is more than " + Limits.EXACT_INTEGER));
        }
        var deadline = draft.deadline();
        if (deadline != null && (deadline.isBefore(EARLIEST) || deadline.isAfter(LATEST))) {
            return Optional.of(Refusal.malformed("\"deadline\" is not in the years 0000 to 9999"));
        }
        if (draft.idempotencyKey() != null && !isKey(draft.idempotencyKey())) {
            return Optional.of(Refusal.malformed("an idempotency key is " + KEY_FORM));
        }
        return Optional.empty();
    }

    private static Optional<Refusal> tooLarge(String name, @Nullable String text, int most, String form) {
        return text != null && Limits.exceeds(text, most)
                ? Optional.of(new Refusal(Code.TOO_LARGE, "\"" + name + "\" has more than " + most + " bytes" + form))
                : Optional.empty();
    }

    private Submission submission(Draft draft, String parameters) {
        return new Submission(
                draft.action(),
                parameters,
                draft.session(),
                draft.model(),
                draft.maxTokens(),
                ModelInput.of(draft.parameters()).stream()
                        .mapToLong(tokens::count)
                        .sum(),
                draft.justification(),
                draft.isPrivate(),
                draft.deadline(),
                draft.whenOverBudget(),
                draft.idempotencyKey());
    }
}
