package io.countersign.executor.connector.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.MalformedJson;
import io.countersign.executor.chat.Screen;
import io.countersign.executor.chat.Screens;
import io.countersign.executor.connector.Secrets;

/** Keeps the secrets of routes out of what models say. */
record SecretScreens(Secrets secrets) implements Screens {

    @Override
    public Screen screen() {
        return secrets.screen();
    }

    /** A secret of digits may be a part of a number: then each value is looked at for itself, so that it stays JSON. */
    @Override
    public String whole(String json) {
        var clean = secrets.redacted(json);
        return clean.equals(json) || isJson(clean) ? clean : CanonicalJson.write(redacted(parsed(json)));
    }

    private JsonNode redacted(JsonNode value) {
        if (value.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(each -> object.set(secrets.redacted(each.getKey()), redacted(each.getValue())));
            return object;
        }
        if (value.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> array.add(redacted(element)));
            return array;
        }
        var text = value.isTextual() ? value.textValue() : CanonicalJson.write(value);
        var clean = secrets.redacted(text);
        return clean.equals(text) ? value : TextNode.valueOf(clean);
    }

    private static boolean isJson(String text) {
        try {
            return CanonicalJson.parse(text) != null;
        } catch (MalformedJson broken) {
            return false;
        }
    }

    private static JsonNode parsed(String json) {
        try {
            return CanonicalJson.parse(json);
        } catch (MalformedJson impossible) {
            throw new IllegalStateException("what was written as JSON is JSON", impossible);
        }
    }
}
