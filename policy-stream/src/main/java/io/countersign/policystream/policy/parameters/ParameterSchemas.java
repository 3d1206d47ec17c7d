package io.countersign.policystream.policy.parameters;

import io.countersign.contract.MalformedJson;
import io.countersign.policystream.policy.expression.CompiledSize;
import io.countersign.policystream.policy.expression.Words;
import io.countersign.policystream.policy.yaml.Findings;
import io.countersign.policystream.policy.yaml.Value;
import io.countersign.policystream.policy.yaml.Value.Members;
import io.countersign.policystream.policy.yaml.ValueJson;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Compiles the schemas of one bundle, each text once: many actions take the same arguments. */
public final class ParameterSchemas {
    private final Findings findings;
    private final CompiledSize size;
    private final Map<String, ParameterSchema> compiled = new HashMap<>();

    /** @param size is added to */
    public ParameterSchemas(Findings findings, CompiledSize size) {
        this.findings = findings;
        this.size = size;
    }

    /** Compiles the schema at {@code root}; empty after a problem. */
    public Optional<ParameterSchema> compile(Members root, String what) {
        try {
            var json = ValueJson.read(root);
            var known = compiled.get(json.toString());
            if (known != null) {
                return Optional.of(known);
            }
            if (size.exceeded()) {
                return Optional.empty();
            }
            if (!size.addSchema(values(root))) {
                findings.problem(root.line(), CompiledSize.tooLarge(what));
                return Optional.empty();
            }
            var schema = ParameterSchema.compile(json, root, what, findings);
            schema.ifPresent(fresh -> compiled.put(fresh.text(), fresh));
            return schema;
        } catch (MalformedJson e) {
            findings.problem(root.line(), what + ": " + Words.clean(String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    private static long values(Value value) {
        return switch (value) {
            case Value.Scalar scalar -> 1;
            case Value.Items items ->
                1 + items.values().stream().mapToLong(ParameterSchemas::values).sum();
            case Members members ->
                1
                        + members.members().values().stream()
                                .mapToLong(member -> values(member.value()))
                                .sum();
        };
    }
}
