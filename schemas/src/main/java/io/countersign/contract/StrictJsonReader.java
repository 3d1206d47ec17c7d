package io.countersign.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads one JSON value into a tree and refuses whatever another reader might see differently. */
final class StrictJsonReader {
    // Field names are neither interned nor kept in a symbol table, which hostile names could fill. Jackson's own limits
    // on lengths are off because the input's length is limited, and numbers are never read as BigInteger or BigDecimal.
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            // Jackson would keep its buffers with the thread: a virtual thread that waits would hold 12 kB for nothing.
            .recyclerPool(JsonRecyclerPools.sharedLockFreePool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.NESTING)
                    .maxNumberLength(Limits.INPUT_BYTES)
                    .maxStringLength(Limits.INPUT_BYTES)
                    .maxNameLength(Limits.INPUT_BYTES)
                    .build())
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonParser parser;

    private StrictJsonReader(JsonParser parser) {
        this.parser = parser;
    }

    static JsonNode read(byte[] utf8) throws MalformedJson {
        if (utf8.length > Limits.INPUT_BYTES) {
            throw tooLarge();
        }
        try {
            return readText(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw malformed("not UTF-8");
        }
    }

    static JsonNode read(String json) throws MalformedJson {
        if (Limits.exceeds(json, Limits.INPUT_BYTES)) {
            throw tooLarge();
        }
        return readText(json);
    }

    private static JsonNode readText(String json) throws MalformedJson {
        try (var parser = JSON.createParser(json)) {
            var token = parser.nextToken();
            if (token == null) {
                throw malformed("there is no JSON value");
            }
            var value = new StrictJsonReader(parser).value(token);
            if (parser.nextToken() != null) {
                throw malformed("something follows the JSON value");
            }
            return value;
        } catch (IOException e) {
            throw malformed(reason(e));
        }
    }

    private JsonNode value(JsonToken token) throws IOException, MalformedJson {
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_STRING -> NODES.textNode(unicode(parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText(), token == JsonToken.VALUE_NUMBER_INT);
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw malformed("unexpected " + token);
        };
    }

    private JsonNode object() throws IOException, MalformedJson {
        var object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = unicode(parser.currentName());
            if (object.replace(name, value(parser.nextToken())) != null) {
                throw new MalformedJson(Code.DUPLICATE_KEY, "an object names \"" + shortened(name) + "\" twice");
            }
        }
        return object;
    }

    private JsonNode array() throws IOException, MalformedJson {
        var array = NODES.arrayNode();
        for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            array.add(value(token));
        }
        return array;
    }

    private static JsonNode number(String text, boolean integer) throws MalformedJson {
        var number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw notExact(text);
        }
        if (Math.abs(number) <= Limits.EXACT_INTEGER) {
            return number == Math.rint(number) ? NODES.numberNode((long) number) : NODES.numberNode(number);
        }
        if (integer || JsonText.isWrittenAsInteger(number)) {
            throw notExact(text);
        }
        return NODES.numberNode(number);
    }

    private static String unicode(String text) throws MalformedJson {
        if (JsonText.hasLoneSurrogate(text)) {
            throw malformed("a string contains a lone surrogate");
        }
        return text;
    }

    private static String reason(IOException e) {
        return e instanceof com.fasterxml.jackson.core.JsonProcessingException syntax
                ? "not JSON: " + shortened(withoutSource(syntax.getOriginalMessage()))
                : "not JSON";
    }

    /** The parser adds where an open object or array began, in words about itself. */
    private static String withoutSource(String text) {
        int source = text.indexOf(" (start marker at [Source:");
        return source < 0 ? text : text.substring(0, source);
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "...";
    }

    private static MalformedJson notExact(String number) {
        return new MalformedJson(
                Code.NUMBER_NOT_EXACT,
                "JSON readers disagree on the number " + shortened(number) + ": send it as a string");
    }

    private static MalformedJson malformed(String message) {
        return new MalformedJson(Code.MALFORMED, message);
    }

    private static MalformedJson tooLarge() {
        return new MalformedJson(Code.TOO_LARGE, "more than " + Limits.INPUT_BYTES + " bytes of JSON");
    }
}
