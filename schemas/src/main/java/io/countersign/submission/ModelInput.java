package io.countersign.submission;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.CanonicalJson;
import java.util.ArrayList;
import java.util.List;

/**
 * The text that a model would read of an action's parameters. Of a chat that is the contents of its messages, with the
 * calls in them and the tools on offer; of anything else all of it, so that nothing a model reads goes uncounted.
 */
final class ModelInput {
    private static final List<String> OFFERED = List.of("tools", "functions");
    private static final List<String> CALLED = List.of("tool_calls", "function_call");

    private final List<String> texts = new ArrayList<>();

    private ModelInput() {}

    static List<String> of(JsonNode parameters) {
        var messages = parameters.path("messages");
        if (!messages.isArray()) {
            return List.of(CanonicalJson.write(parameters));
        }
        var input = new ModelInput();
        messages.forEach(input::addMessage);
        OFFERED.forEach(name -> input.addJson(parameters.path(name)));
        return List.copyOf(input.texts);
    }

    private void addMessage(JsonNode message) {
        if (!message.isObject()) {
            addJson(message);
            return;
        }
        var content = message.path("content");
        if (content.isArray()) {
            content.forEach(this::addPart);
        } else {
            addJson(content);
        }
        CALLED.forEach(name -> addJson(message.path(name)));
    }

    private void addPart(JsonNode part) {
        addJson(part.path("text").isTextual() ? part.path("text") : part);
    }

    private void addJson(JsonNode value) {
        if (value.isTextual()) {
            texts.add(value.textValue());
        } else if (!value.isMissingNode() && !value.isNull()) {
            texts.add(CanonicalJson.write(value));
        }
    }
}
