package io.countersign.executor.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Limits;
import io.countersign.executor.chat.EventStream.Event;
import io.countersign.executor.execution.Omitted;
import io.countersign.protocol.TokenUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * One streamed chat completion: what may be shown of each piece, whether it goes on, and the whole answer in the end. It
 * holds the answer to what was reserved for it, whatever the provider does about its limit.
 */
public final class ChatStream {

    /** What a piece of the stream comes to. */
    public sealed interface Step {

        /** It goes on; these pieces may be shown. */
        record Shown(List<String> pieces) implements Step {}

        /** The answer is whole; nothing more is to be read. */
        record Whole() implements Step {}

        /** The answer has used up what was reserved; this is its last piece, and the provider is to be stopped. */
        record Full(List<String> pieces) implements Step {}

        /** There will be no answer. */
        record Broken(ChatFault fault) implements Step {}
    }

    /**
     * What the answer is held to.
     *
     * @param model the bundle's name of the model: what the caller sees
     * @param most the most tokens of all choices
     */
    public record Terms(String model, long most) {}

    private static final String DONE = "[DONE]";
    private static final String CHOICES = "choices";

    /** Pieces without a word are kept until there is one, so that a model that fails before it can be passed over. */
    private static final int MOST_WORDLESS = 8;

    /** What is longer is not kept: it would be no result any more. */
    private static final long MOST_KEPT = 16L * Limits.RESULT_BYTES;

    private static final int MOST_REMARKS = 32;
    private static final Set<String> OURS = Set.of("choices", "usage", "model", "object");

    private final Terms terms;
    private final Screens screens;
    private final TokenMeter meter;
    private final ObjectNode head = JsonNodeFactory.instance.objectNode();
    private final Map<Integer, StreamedChoice> choices = new TreeMap<>();
    private final List<String> wordless = new ArrayList<>();
    private JsonNode usage = MissingNode.getInstance();
    private boolean begun;
    private boolean full;
    private boolean isForgotten;

    public ChatStream(Terms terms, Screens screens, ToLongFunction<String> tokens) {
        this.terms = terms;
        this.screens = screens;
        this.meter = new TokenMeter(tokens);
    }

    /** Takes the next event. */
    public Step next(Event event) {
        if (event.data().strip().equals(DONE)) {
            return choices.isEmpty() ? broken(ChatFault.EMPTY) : new Step.Whole();
        }
        return switch (ChatPiece.read(event)) {
            case ChatPiece.Unusable(var fault) -> broken(fault);
            case ChatPiece.Readable(var chunk) -> next(chunk);
        };
    }

    /** Takes an answer that came in one piece, from a provider that does not stream. */
    public Step whole(String json) {
        return switch (ChatPiece.readWhole(json)) {
            case ChatPiece.Unusable(var fault) -> broken(fault);
            case ChatPiece.Readable(var chunk) -> next(chunk);
        };
    }

    /** The stream has ended, with or without a word about it. */
    public Step ended() {
        return isFinished() ? new Step.Whole() : new Step.Broken(choices.isEmpty() ? ChatFault.EMPTY : ChatFault.HALF);
    }

    /** True if every choice has said why it ended: only the usage may be missing. */
    public boolean isFinished() {
        return !choices.isEmpty() && choices.values().stream().allMatch(StreamedChoice::isFinished);
    }

    /** True if a piece was given out to be shown. */
    public boolean hasBegun() {
        return begun;
    }

    /** True if the provider has answered anything at all. */
    public boolean isEmpty() {
        return choices.isEmpty();
    }

    /** What was consumed, when the request took {@code input} tokens. */
    public TokenUse use(long input) {
        return ChatUse.of(full ? MissingNode.getInstance() : usage, input, meter.total(), terms.most(), terms.model());
    }

    /** The whole answer, as it would have come in one piece. */
    public String result(TokenUse use) {
        if (isForgotten) {
            return Omitted.tooLarge(Limits.RESULT_BYTES);
        }
        var whole = head.deepCopy();
        whole.put("object", "chat.completion").put("model", terms.model());
        var array = whole.putArray(CHOICES);
        choices.values().forEach(choice -> array.add(choice.whole()));
        whole.set("usage", use.counted() || !usage.isObject() ? ChatUse.usage(use) : usage);
        return screens.whole(CanonicalJson.write(whole));
    }

    private Step broken(ChatFault fault) {
        return isFinished() ? new Step.Whole() : new Step.Broken(fault);
    }

    private Step next(ObjectNode chunk) {
        var worded = false;
        var position = 0;
        for (var element : chunk.path(CHOICES)) {
            if (element instanceof ObjectNode piece) {
                var index = piece.path("index").asInt(position++);
                piece.put("index", index);
                var choice = choices.computeIfAbsent(index, there -> new StreamedChoice(there, meter, screens));
                full = !choice.take(piece, terms.most()) || full;
                worded |= choice.hasWords() || choice.isFinished();
                if (choice.hasFailed()) {
                    return broken(ChatFault.of("the model's answer ended with an error"));
                }
            }
        }
        keep(chunk);
        if (full) {
            endOfAll(chunk);
        }
        var shown = shown(chunk, worded);
        return full ? new Step.Full(shown) : new Step.Shown(shown);
    }

    /** Keeps what the whole answer needs; of an answer that has become too long, nothing. */
    private void keep(ObjectNode chunk) {
        if (chunk.path("usage").isObject()) {
            usage = chunk.path("usage");
        }
        if (choices.values().stream().mapToLong(StreamedChoice::size).sum() > MOST_KEPT) {
            isForgotten = true;
            choices.values().forEach(StreamedChoice::forget);
        }
        for (var remark : chunk.properties()) {
            var name = remark.getKey();
            if (!OURS.contains(name) && (head.has(name) || head.size() < MOST_REMARKS)) {
                head.set(name, remark.getValue());
            }
        }
    }

    /** Says of all choices that have not ended that their length has ended them. */
    private void endOfAll(ObjectNode chunk) {
        var array = chunk.path(CHOICES) instanceof ArrayNode there ? there : chunk.putArray(CHOICES);
        for (var entry : choices.entrySet()) {
            if (!entry.getValue().isFinished()) {
                entry.getValue().cutOff(pieceOf(array, entry.getKey()));
            }
        }
    }

    private static ObjectNode pieceOf(ArrayNode array, int index) {
        for (var element : array) {
            if (element instanceof ObjectNode piece && piece.path("index").asInt() == index) {
                return piece;
            }
        }
        return array.addObject().put("index", index);
    }

    private List<String> shown(ObjectNode chunk, boolean worded) {
        chunk.put("model", terms.model());
        wordless.add(screens.whole(CanonicalJson.write(chunk)));
        if (!begun && !worded && wordless.size() < MOST_WORDLESS) {
            return List.of();
        }
        begun = true;
        var shown = List.copyOf(wordless);
        wordless.clear();
        return shown;
    }
}
