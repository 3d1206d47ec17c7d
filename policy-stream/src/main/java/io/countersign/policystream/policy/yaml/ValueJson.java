package io.countersign.policystream.policy.yaml;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.MalformedJson;
import io.countersign.policystream.policy.yaml.Value.Items;
import io.countersign.policystream.policy.yaml.Value.Members;
import io.countersign.policystream.policy.yaml.Value.Scalar;
import io.countersign.policystream.policy.yaml.Value.Type;

/** JSON that stands in a document as YAML, under the rules that JSON from agents has to keep. */
public final class ValueJson {
    private ValueJson() {}

    /** Reads the value as JSON. */
    public static JsonNode read(Value value) throws MalformedJson {
        var json = new StringBuilder();
        append(json, value);
        return CanonicalJson.parse(json.toString());
    }

    private static void append(StringBuilder json, Value value) {
        switch (value) {
            case Scalar scalar when scalar.type() == Type.TEXT -> quote(json, scalar.text());
            case Scalar scalar -> json.append(scalar.text());
            case Items items -> {
                json.append('[');
                String between = "";
                for (Value item : items.values()) {
                    json.append(between);
                    append(json, item);
                    between = ",";
                }
                json.append(']');
            }
            case Members members -> {
                json.append('{');
                String between = "";
                for (var member : members.members().entrySet()) {
                    json.append(between);
                    quote(json, member.getKey());
                    json.append(':');
                    append(json, member.getValue().value());
                    between = ",";
                }
                json.append('}');
            }
        }
    }

    private static void quote(StringBuilder json, String text) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
    }
}
