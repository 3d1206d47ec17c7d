package io.countersign.intake.submission;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.countersign.submission.Refusal;
import io.countersign.submission.Submission;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of OpenAI's {@code POST /v1/chat/completions} as an intent of the action {@code llm.chat}. What concerns the
 * door (streaming, the cap, the model) becomes the intent's own; {@code user} is dropped, because the token says who asks;
 * everything else travels as parameters, for policy to judge. As with OpenAI, null is as good as absent.
 */
public final class ChatReader {
    /** The action that a chat is. */
    public static final String ACTION = "llm.chat";

    private static final Set<String> OURS =
            Set.of("model", "stream", "stream_options", "max_tokens", "max_completion_tokens", "user");
    private static final int MOST_CHOICES = 128;

    private final SubmissionReader submissions;

    public ChatReader(SubmissionReader submissions) {
        this.submissions = submissions;
    }

    /**
     * Reads a chat, as strictly as any other body.
     *
     * @param keys the values of the header {@code Idempotency-Key}
     * @param session the one that it runs in, if any
     */
    public ChatReading read(byte[] body, List<String> keys, @Nullable String session) {
        try {
            return chat(Members.of(body), keys, session);
        } catch (UnfitBody e) {
            return new ChatReading.Unusable(e.refusal());
        }
    }

    private ChatReading chat(Members request, List<String> keys, @Nullable String session) throws UnfitBody {
        var parameters = JsonNodeFactory.instance.objectNode();
        for (var member : request.object().properties()) {
            if (!OURS.contains(member.getKey()) && !member.getValue().isNull()) {
                parameters.set(member.getKey(), member.getValue());
            }
        }
        var intent = JsonNodeFactory.instance.objectNode();
        intent.put("action", ACTION).put("model", request.requiredText("model"));
        intent.set("parameters", parameters);
        var most = most(request);
        if (most != null) {
            intent.put("maxTokens", most);
        }
        if (session != null) {
            intent.put("session", session);
        }
        var options = request.object("stream_options");
        boolean withUsage = options.isPresent() && new Members(options.get()).flag("include_usage");
        boolean stream = request.flag("stream");
        return switch (submissions.read(intent, keys)) {
            case Refusal refusal -> new ChatReading.Unusable(refusal);
            case Submission submission -> new ChatReading.Chat(submission, stream, withUsage);
        };
    }

    /** OpenAI's cap is for each choice; an intent's is for all of them. */
    private static @Nullable Long most(Members request) throws UnfitBody {
        var newer = request.positive("max_completion_tokens");
        var most = newer == null ? request.positive("max_tokens") : newer;
        var choices = request.positive("n");
        if (choices != null && choices > MOST_CHOICES) {
            throw new UnfitBody("\"n\" is more than " + MOST_CHOICES);
        }
        if (most == null || choices == null) {
            return most;
        }
        return Math.multiplyExact(Math.min(most, Integer.MAX_VALUE), choices);
    }
}
