package io.countersign.intake.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.MalformedJson;
import io.countersign.submission.WhenOverBudget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of one JSON object of a request. One that may be left out may also be null. */
record Members(ObjectNode object) {

    /** Those of a body, of which all are known. */
    static Members of(byte[] body, Set<String> known) throws UnfitBody {
        return of(body).refusingOthersThan(known);
    }

    /** Those of a body, whatever they are. */
    static Members of(byte[] body) throws UnfitBody {
        try {
            if (CanonicalJson.parse(body) instanceof ObjectNode object) {
                return new Members(object);
            }
        } catch (MalformedJson e) {
            throw new UnfitBody(e.code(), String.valueOf(e.getMessage()));
        }
        throw new UnfitBody("the body is not a JSON object");
    }

    /** Those of an object that was read strictly already, of which all are known. */
    static Members of(ObjectNode object, Set<String> known) throws UnfitBody {
        return new Members(object).refusingOthersThan(known);
    }

    private Members refusingOthersThan(Set<String> known) throws UnfitBody {
        for (var member : object.properties()) {
            if (!known.contains(member.getKey())) {
                throw new UnfitBody("there is no member " + shown(member.getKey()));
            }
        }
        return this;
    }

    Optional<ObjectNode> object(String name) throws UnfitBody {
        var value = present(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ObjectNode inner) {
            return Optional.of(inner);
        }
        throw new UnfitBody("\"" + name + "\" is not a JSON object");
    }

    Optional<String> text(String name) throws UnfitBody {
        var value = present(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new UnfitBody("\"" + name + "\" is not a text");
        }
        return Optional.of(value.textValue());
    }

    String requiredText(String name) throws UnfitBody {
        return text(name).orElseThrow(() -> new UnfitBody("\"" + name + "\" is missing"));
    }

    ObjectNode parameters() throws UnfitBody {
        if (object.get("parameters") instanceof ObjectNode parameters) {
            return parameters;
        }
        throw new UnfitBody("\"parameters\" is not a JSON object");
    }

    /** A list of objects with no other members than these. */
    List<Members> list(String name, Set<String> known) throws UnfitBody {
        if (!(present(name) instanceof ArrayNode items) || items.isEmpty()) {
            throw new UnfitBody("\"" + name + "\" is not a list of one or more");
        }
        var list = new ArrayList<Members>();
        for (var item : items) {
            if (!(item instanceof ObjectNode one)) {
                throw new UnfitBody("\"" + name + "\" holds something else than objects");
            }
            list.add(new Members(one).refusingOthersThan(known));
        }
        return list;
    }

    @Nullable
    Long positive(String name) throws UnfitBody {
        var value = present(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || value.longValue() < 1) {
            throw new UnfitBody("\"" + name + "\" is not a whole number above 0");
        }
        return value.longValue();
    }

    boolean flag(String name) throws UnfitBody {
        var value = present(name);
        if (value != null && !value.isBoolean()) {
            throw new UnfitBody("\"" + name + "\" is neither true nor false");
        }
        return value != null && value.booleanValue();
    }

    @Nullable
    Instant instant(String name) throws UnfitBody {
        var text = text(name);
        if (text.isEmpty()) {
            return null;
        }
        return Rfc3339.parse(text.get())
                .orElseThrow(() -> new UnfitBody("\"" + name + "\" is not an RFC 3339 instant"));
    }

    WhenOverBudget whenOverBudget(String name) throws UnfitBody {
        return switch (text(name).orElse("REJECT")) {
            case "REJECT" -> WhenOverBudget.REJECT;
            case "DEFER" -> WhenOverBudget.DEFER;
            default -> throw new UnfitBody("\"" + name + "\" is neither REJECT nor DEFER");
        };
    }

    private @Nullable JsonNode present(String name) {
        var value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private static String shown(String name) {
        return CanonicalJson.write(TextNode.valueOf(
                name.codePointCount(0, name.length()) <= 64
                        ? name
                        : name.substring(0, name.offsetByCodePoints(0, 64)) + "..."));
    }
}
