package io.countersign.intake.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.Code;
import io.countersign.contract.Limits;
import io.countersign.submission.Refusal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"ref", "submit": {...}, "key"?}} and {@code {"ref", "cancel": id}}, as strictly as a body of {@code POST
 * /v1/intents}.
 */
public final class MessageReader {
    /** Characters of a {@code ref}. */
    public static final int REF_LENGTH = 64;

    private static final Set<String> MEMBERS = Set.of("ref", "submit", "key", "cancel");

    private final SubmissionReader submissions;

    public MessageReader(SubmissionReader submissions) {
        this.submissions = submissions;
    }

    /** @param session the one that an intent gets which names none */
    public Message read(byte[] text, @Nullable String session) {
        if (text.length > Limits.INPUT_BYTES) {
            return new Message.Unfit(
                    "", new Refusal(Code.TOO_LARGE, "the message has more than " + Limits.INPUT_BYTES + " bytes"));
        }
        var ref = "";
        try {
            // what is wrong with the rest is answered under the client's own name for it too
            var all = Members.of(text);
            ref = ref(all);
            var members = Members.of(all.object(), MEMBERS);
            var submit = members.object("submit");
            var cancel = members.text("cancel");
            if (submit.isPresent() == cancel.isPresent()) {
                throw new UnfitBody("a message has either \"submit\" or \"cancel\"");
            }
            return cancel.isPresent()
                    ? new Message.Cancel(ref, cancel.get())
                    : new Message.Submit(
                            ref,
                            submissions.read(
                                    within(session, submit.orElseThrow()),
                                    members.text("key").stream().toList()));
        } catch (UnfitBody e) {
            return new Message.Unfit(ref, e.refusal());
        }
    }

    private static String ref(Members members) throws UnfitBody {
        Optional<String> ref = members.text("ref");
        if (ref.isPresent() && ref.get().length() > REF_LENGTH) {
            throw new UnfitBody("\"ref\" has more than " + REF_LENGTH + " characters");
        }
        return ref.orElse("");
    }

    private static ObjectNode within(@Nullable String session, ObjectNode intent) {
        return session == null || intent.hasNonNull("session") ? intent : intent.put("session", session);
    }
}
