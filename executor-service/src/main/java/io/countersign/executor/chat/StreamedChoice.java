package io.countersign.executor.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One choice of an answer while it comes: each of its texts is counted, held to what is left, and screened. */
final class StreamedChoice {

    /** A text within the choice: where it is, by names and, in lists, by index; and what screens it. */
    private record Text(List<Object> place, Screen screen) {}

    /** What a model writes that costs tokens. What else grows repeats one of these or is made of something else. */
    private static final Set<String> COUNTED = Set.of(
            "content", "text", "refusal", "reasoning", "reasoning_content", "thinking", "arguments", "input", "name");

    private static final String REPETITION = "reasoning_details";
    private static final String CONTENT = "content";
    private static final String TEXT = "text";
    private static final String TYPE = "type";
    private static final String DELTA = "delta";
    private static final String FINISH_REASON = "finish_reason";
    private static final String INDEX = "index";

    private static final Set<String> OURS = Set.of(DELTA, FINISH_REASON, INDEX);

    private final int index;
    private final TokenMeter meter;
    private final Screens screens;
    private final Map<List<Object>, Text> texts = new LinkedHashMap<>();
    private StreamedValue message = new StreamedValue();
    private StreamedValue remarks = new StreamedValue();
    private @Nullable String finishReason;
    private boolean hasWords;
    private long size;

    StreamedChoice(int index, TokenMeter meter, Screens screens) {
        this.index = index;
        this.meter = meter;
        this.screens = screens;
    }

    boolean isFinished() {
        return finishReason != null && !hasFailed();
    }

    boolean hasFailed() {
        return "error".equals(finishReason);
    }

    /** True if the model has said or called anything. */
    boolean hasWords() {
        return hasWords;
    }

    /** Takes a piece and changes it into what may be shown of it; false if it had more than is left of {@code most}. */
    boolean take(ObjectNode piece, long most) {
        var fits = true;
        if (piece.get(DELTA) instanceof ObjectNode delta) {
            asParts(delta.path(CONTENT));
            fits = takeTexts(delta, List.of(), most);
        }
        var reason = piece.path(FINISH_REASON);
        if (reason.isTextual() && fits) {
            finishReason = reason.asText();
            addTo(piece, rest());
        }
        keep(piece);
        return fits;
    }

    /** Ends the choice, because what was reserved is used up, with this piece of it. */
    void cutOff(ObjectNode piece) {
        finishReason = "length";
        var rest = rest();
        addTo(piece, rest);
        message.add(rest);
        piece.put(FINISH_REASON, finishReason);
    }

    /** How many characters are kept, about. */
    long size() {
        return size;
    }

    /** Keeps nothing of the choice any more. */
    void forget() {
        message = new StreamedValue();
        remarks = new StreamedValue();
        size = 0;
    }

    private void keep(ObjectNode piece) {
        var delta = piece.path(DELTA);
        message.add(delta);
        size += sizeOf(delta);
        for (var remark : piece.properties()) {
            if (!OURS.contains(remark.getKey())) {
                remarks.add(remark.getKey(), remark.getValue());
                size += sizeOf(remark.getValue());
            }
        }
    }

    private static long sizeOf(JsonNode value) {
        return value.isTextual()
                ? value.textValue().length()
                : value.valueStream().mapToLong(StreamedChoice::sizeOf).sum() + 1;
    }

    /** The choice as it would have come in one piece. */
    ObjectNode whole() {
        var whole =
                remarks.whole(false).put(INDEX, index).put(FINISH_REASON, finishReason == null ? "stop" : finishReason);
        var said = message.whole(false);
        if (!said.has("content")) {
            said.putNull("content");
        }
        if (!said.path("role").isTextual()) {
            said.put("role", "assistant");
        }
        return whole.set("message", said);
    }

    private boolean takeTexts(ObjectNode value, List<Object> place, long most) {
        var fits = true;
        for (var name : namesOf(value)) {
            var member = value.path(name);
            var there = with(place, name);
            if (member.isTextual()) {
                fits &= takeText(value, name, there, most);
            } else if (member instanceof ObjectNode object) {
                fits &= takeTexts(object, there, most);
            } else if (member instanceof ArrayNode list) {
                fits &= takeElements(list, name, there, most);
            }
        }
        return fits;
    }

    private boolean takeElements(ArrayNode list, String name, List<Object> place, long most) {
        var fits = true;
        for (var position = 0; position < list.size(); position++) {
            var element = list.get(position);
            var there = with(place, element.path(INDEX).asInt(position));
            if (element instanceof ObjectNode object) {
                fits &= takeTexts(object, there, most);
            } else if (element.isTextual()) {
                var text = element.textValue();
                var fitting = fitting(text, isCounted(name, there), there, most);
                hasWords |= !fitting.isEmpty() && isWritten(name, there);
                list.set(position, TextNode.valueOf(fitting));
                fits &= fitting.length() == text.length();
            }
        }
        return fits;
    }

    /** A bare text in the list of a content's parts becomes the part that it stands for: only those are found again. */
    private static void asParts(JsonNode content) {
        if (content instanceof ArrayNode parts) {
            for (var position = 0; position < parts.size(); position++) {
                if (parts.get(position).isTextual()) {
                    var part = JsonNodeFactory.instance.objectNode();
                    part.put(INDEX, position).put(TYPE, TEXT).set(TEXT, parts.get(position));
                    parts.set(position, part);
                }
            }
        }
    }

    private boolean takeText(ObjectNode value, String name, List<Object> place, long most) {
        var piece = value.path(name).textValue();
        var isTwin = name.equals("reasoning") && value.has("reasoning_content") && !isContent(place);
        var fitting = fitting(piece, !isTwin && isCounted(name, place), place, most);
        hasWords |= !fitting.isEmpty() && isWritten(name, place);
        if (StreamedValue.isGrowing(name)) {
            var text = texts.computeIfAbsent(place, there -> new Text(there, screens.screen()));
            value.put(name, text.screen().next(fitting));
        } else {
            value.put(name, fitting);
        }
        return fitting.length() == piece.length();
    }

    private String fitting(String piece, boolean isCounted, List<Object> place, long most) {
        return isCounted ? meter.add(index + place.toString(), piece, most) : piece;
    }

    /** Some providers say the same thoughts under two names. */
    private static boolean isCounted(String name, List<Object> place) {
        return isWritten(name, place) && (isContent(place) || !place.contains(REPETITION));
    }

    /** True if it is the model's own: every text of a content is. */
    private static boolean isWritten(String name, List<Object> place) {
        return isContent(place) ? !name.equals(TYPE) : COUNTED.contains(name);
    }

    private static boolean isContent(List<Object> place) {
        return place.getFirst().equals(CONTENT);
    }

    /** What the screens have held back of all texts. */
    private ObjectNode rest() {
        var rest = new StreamedValue();
        for (var text : texts.values()) {
            var held = text.screen().rest();
            if (!held.isEmpty()) {
                rest.add(at(text.place(), held));
            }
        }
        return rest.whole(true);
    }

    private static JsonNode at(List<Object> place, String text) {
        JsonNode node = TextNode.valueOf(text);
        for (var step : place.reversed()) {
            if (step instanceof Integer position) {
                node = JsonNodeFactory.instance.arrayNode().add(((ObjectNode) node).put(INDEX, position));
            } else {
                node = JsonNodeFactory.instance.objectNode().set(step.toString(), node);
            }
        }
        return node;
    }

    private static void addTo(ObjectNode piece, ObjectNode rest) {
        if (!rest.isEmpty()) {
            var delta = new StreamedValue();
            delta.add(piece.path(DELTA));
            delta.add(rest);
            piece.set(DELTA, delta.whole(true));
        }
    }

    private static List<String> namesOf(ObjectNode value) {
        var names = new ArrayList<String>();
        value.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<Object> with(List<Object> place, Object step) {
        var longer = new ArrayList<>(place);
        longer.add(step);
        return List.copyOf(longer);
    }
}
