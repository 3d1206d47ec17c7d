package io.countersign.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A part of an answer: a JSON pointer into it, or a template that may name {@code {answer.<path>}} beside the values of the
 * call.
 */
public sealed interface Selection {

    /**
     * Reads a selection: text that begins with a slash is a pointer. What is neither is an IllegalArgumentException.
     *
     * @param names what a template may name beside the answer
     */
    static Selection of(JsonNode text, Set<String> names) {
        if (text.isTextual() && text.asText().startsWith("/")) {
            return new Pointer(text.asText());
        }
        var all = Stream.concat(Stream.of("answer"), names.stream()).collect(Collectors.toSet());
        return new Written(BodyTemplate.of(text, all, Omitted.NOT_IN_ANSWER));
    }

    /** What is there; of a template of several parts, those that are there, and in the place of the others that they are not. */
    Optional<JsonNode> in(JsonNode answer, JsonNode values);

    /** A place in the answer. */
    record Pointer(String place) implements Selection {

        public Pointer {
            var unused = MissingNode.getInstance().at(place);
        }

        @Override
        public Optional<JsonNode> in(JsonNode answer, JsonNode values) {
            var value = answer.at(place);
            return value.isMissingNode() ? Optional.empty() : Optional.of(value);
        }
    }

    /** A value made of the answer and the call. */
    record Written(BodyTemplate template) implements Selection {
        @Override
        public Optional<JsonNode> in(JsonNode answer, JsonNode values) {
            try {
                return template.written(CallValues.withAnswer(values, answer));
            } catch (UnusableParameter absent) {
                return Optional.empty();
            }
        }
    }
}
