package io.countersign.intake.submission;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.submission.Reading;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the call of a tool as an intent: its arguments are the parameters, and what an intent has beside them comes in an
 * object of its own. It never waits for a window: whoever calls does not wait so long.
 */
public final class CallReader {
    private static final String KEY = "idempotencyKey";
    private static final Set<String> MEMBERS =
            Set.of("model", "maxTokens", "justification", "private", "deadline", KEY);

    private final SubmissionReader submissions;

    public CallReader(SubmissionReader submissions) {
        this.submissions = submissions;
    }

    /**
     * Reads what was read strictly already.
     *
     * @param beside what the intent has beside its parameters
     * @param keys the values of the header {@code Idempotency-Key}, which counts where {@code beside} has no key
     * @param session the one that it runs in, if any
     */
    public Reading read(
            String action, ObjectNode arguments, ObjectNode beside, List<String> keys, @Nullable String session) {
        try {
            var members = Members.of(beside, MEMBERS);
            var own = members.text(KEY);
            return submissions.read(
                    intent(action, arguments, beside, session),
                    own.map(List::of).orElse(keys));
        } catch (UnfitBody e) {
            return e.refusal();
        }
    }

    /** Reads {@code {"id"}}, the arguments of those tools that are about an intent. */
    public Naming readId(ObjectNode arguments) {
        try {
            return new Naming.Named(Members.of(arguments, Set.of("id")).requiredText("id"));
        } catch (UnfitBody e) {
            return new Naming.Unusable(e.refusal());
        }
    }

    private static ObjectNode intent(String action, ObjectNode arguments, ObjectNode beside, @Nullable String session) {
        var intent = JsonNodeFactory.instance.objectNode();
        intent.setAll(beside);
        intent.remove(KEY);
        intent.put("action", action).set("parameters", arguments);
        Optional.ofNullable(session).ifPresent(id -> intent.put("session", id));
        return intent;
    }
}
