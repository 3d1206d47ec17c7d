package io.countersign.executor.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters of an address's query, by name. One whose template is a single placeholder is left out if there is no such
 * value, and is there once for each element of a list.
 */
public final class QueryTemplate {

    private static final Template ELEMENT = Template.of("{parameters}");

    private final Map<String, Template> byName;

    private QueryTemplate(Map<String, Template> byName) {
        this.byName = new LinkedHashMap<>(byName);
    }

    /** Reads the template of each name; a brace that begins no placeholder is an {@link IllegalArgumentException}. */
    public static QueryTemplate of(Map<String, String> byName) {
        var templates = new LinkedHashMap<String, Template>();
        byName.forEach((name, text) -> templates.put(name, Template.of(text)));
        return new QueryTemplate(templates);
    }

    /** The address with these parameters after those that it has. */
    public URI addTo(URI address, JsonNode values) throws UnusableParameter {
        var pairs = new ArrayList<String>();
        for (var each : byName.entrySet()) {
            for (var value : values(each.getValue(), values)) {
                pairs.add(UrlTemplate.encoded(each.getKey()) + "=" + UrlTemplate.encoded(value));
            }
        }
        if (pairs.isEmpty()) {
            return address;
        }
        var before = address.getRawQuery() == null ? "?" : "&";
        return URI.create(address + before + String.join("&", pairs));
    }

    private static List<String> values(Template template, JsonNode values) throws UnusableParameter {
        var only = template.only();
        var list = only.flatMap(placeholder -> placeholder.in(values)).filter(JsonNode::isArray);
        if (only.isEmpty() || list.isEmpty()) {
            return new TextTemplate(template).expand(values).stream().toList();
        }
        var texts = new ArrayList<String>();
        for (var element : list.get()) {
            texts.add(new TextTemplate(ELEMENT)
                    .expand(JsonNodeFactory.instance.objectNode().set("parameters", element))
                    .orElseThrow(() -> new UnusableParameter(only.get() + " has an element that is null")));
        }
        return texts;
    }
}
