package io.countersign.intake.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.Code;
import io.countersign.door.Problem;
import io.countersign.intake.channel.AnswerNarration;
import io.countersign.intake.openai.Completion;
import io.countersign.intake.openai.ErrorBody;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * One chat as the events of OpenAI's API: pieces as they come, the usage if it was asked for, {@code [DONE]}. An error after
 * the first piece is an event of its own, and the last one. An answer that came in one piece is told as one.
 */
final class ChatEvents implements AnswerNarration.Reader {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final EventWriter events;
    private final ObjectReader json;
    private final Completion completion;
    private final boolean withUsage;
    private boolean begun;
    private boolean broken;

    ChatEvents(EventWriter events, ObjectReader json, Completion completion, boolean withUsage) {
        this.events = events;
        this.json = json;
        this.completion = completion;
        this.withUsage = withUsage;
    }

    /**
     * Tells all of it.
     *
     * @param unanswered what is said of an intent without an answer, or of one of which nothing more can be told
     * @throws IOException if the client has gone away
     */
    void tell(Chats.Chat chat, Function<Optional<ObjectNode>, Problem> unanswered)
            throws IOException, InterruptedException {
        Optional<ObjectNode> intent;
        try {
            intent = chat.read(this);
        } catch (AnswerNarration.ReaderGone gone) {
            throw new IOException(gone);
        } catch (Broken restarted) {
            chat.leave();
            error(Problem.of(Code.EXECUTION_FAILED, "the answer broke off, and its beginning does not count"));
            return;
        } catch (IOException away) {
            intent = Optional.empty();
        }
        var answered = intent.filter(ChatAnswers::hasSucceeded);
        if (answered.isEmpty()) {
            error(unanswered.apply(intent));
        } else if (broken && begun) {
            error(Problem.of(Code.EXECUTION_FAILED, "pieces of the answer are missing: the intent has all of it"));
        } else {
            end(completion.whole(answered.get()));
        }
    }

    @Override
    public void piece(String data) throws IOException {
        var piece = broken ? null : completion.piece(json.readTree(data));
        if (piece != null) {
            begun = true;
            events.event(piece.toString());
        }
    }

    /** What a client of OpenAI's has read it cannot unread. */
    @Override
    public void restart() {
        if (begun) {
            throw new Broken();
        }
    }

    @Override
    public void gone() {
        broken = true;
    }

    @Override
    public void alive() throws IOException {
        events.alive();
    }

    private void end(ObjectNode whole) throws IOException {
        if (begun) {
            for (var last : completion.unfinished(whole)) {
                events.event(last.toString());
            }
        } else {
            events.event(completion.asChunk(whole).toString());
        }
        if (withUsage) {
            events.event(completion.usageChunk(whole).toString());
        }
        events.event("[DONE]");
    }

    private void error(Problem problem) throws IOException {
        events.event(MAPPER.writeValueAsString(
                ErrorBody.of(problem.status(), problem.code(), problem.detail(), problem.members())));
    }

    /** The answer began anew after it had begun. */
    private static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Broken() {
            super("the answer began anew", null, false, false);
        }
    }
}
