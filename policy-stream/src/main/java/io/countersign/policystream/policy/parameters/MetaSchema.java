package io.countersign.policystream.policy.parameters;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.DialectId;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import io.countersign.policystream.policy.expression.Words;
import io.countersign.policystream.policy.yaml.Findings;
import io.countersign.policystream.policy.yaml.Value;
import io.countersign.policystream.policy.yaml.Value.Items;
import io.countersign.policystream.policy.yaml.Value.Members;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The schema of schemas, which comes with the library. */
final class MetaSchema {
    private static final Schema DRAFT_2020_12 = SchemaRegistry.withDialect(
                    Dialects.getDraft202012(),
                    registry -> registry.schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .pathType(PathType.JSON_POINTER)
                            .locale(Locale.ENGLISH)
                            .build()))
            .getSchema(SchemaLocation.of(DialectId.DRAFT_2020_12));

    private MetaSchema() {}

    /** Reports where a schema is not a schema. True if it is one. */
    static boolean check(JsonNode schema, Value source, String what, Findings findings) {
        Set<String> reported = new LinkedHashSet<>();
        for (var error : DRAFT_2020_12.validate(schema)) {
            String pointer = error.getInstanceLocation().toString();
            if (reported.add(pointer)) {
                String message = what + ": " + (pointer.isEmpty() ? "" : pointer + ": ") + error.getMessage();
                findings.problem(line(source, error.getInstanceLocation()), Words.clean(message));
            }
        }
        return reported.isEmpty();
    }

    /** The line of the value that a path leads to. */
    private static int line(Value root, NodePath path) {
        Value at = root;
        int line = root.line();
        for (int index = 0; index < path.getNameCount(); index++) {
            Object step = path.getElement(index);
            if (at instanceof Members map && map.members().get(step.toString()) != null) {
                var member = map.members().get(step.toString());
                line = member.line();
                at = member.value();
            } else if (at instanceof Items list
                    && step instanceof Integer item
                    && item < list.values().size()) {
                at = list.values().get(item);
                line = at.line();
            } else {
                return line;
            }
        }
        return line;
    }
}
