package io.countersign.policystream.policy.parameters;

import io.countersign.policystream.policy.expression.SafePattern;
import io.countersign.policystream.policy.expression.Words;
import io.countersign.policystream.policy.yaml.Findings;
import io.countersign.policystream.policy.yaml.Value;
import io.countersign.policystream.policy.yaml.Value.Items;
import io.countersign.policystream.policy.yaml.Value.Member;
import io.countersign.policystream.policy.yaml.Value.Members;
import io.countersign.policystream.policy.yaml.Value.Scalar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for what would make a parameter schema check less than its author thinks, or take longer than a decision may:
 * misspelt keywords, references that lead elsewhere or in circles, patterns that explode.
 */
final class SchemaCheck {
    /** Subschemas that a schema may come to when its references are written out. */
    static final long EXPANDED = 10_000;

    private static final double SMALLEST_DIVISOR = 1e-12;
    private static final double LARGEST_DIVISOR = 1e12;
    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    private static final String DEFINITIONS = "#/$defs/";

    private final String what;
    private final Findings findings;
    private final Map<String, Member> definitions;
    private final Map<String, Long> sizes = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    private SchemaCheck(Members root, String what, Findings findings) {
        this.what = what;
        this.findings = findings;
        var defs = root.members().get("$defs");
        this.definitions = defs != null && defs.value() instanceof Members map ? map.members() : Map.of();
    }

    /** Reports what is wrong with the schema at {@code root}. */
    static void check(Members root, String what, Findings findings) {
        var check = new SchemaCheck(root, what, findings);
        check.root(root);
        long size = check.size(root, true);
        for (Map.Entry<String, Member> definition : check.definitions.entrySet()) {
            check.referred(definition.getKey(), definition.getValue().line());
        }
        if (size > EXPANDED) {
            check.problem(root.line(), "comes to more than " + EXPANDED + " subschemas when its $refs are written out");
        }
    }

    private void root(Members root) {
        var type = root.members().get("type");
        if (type != null
                && !(type.value() instanceof Scalar scalar && scalar.text().equals("object"))) {
            problem(type.line(), "type: parameters are always an object");
        }
    }

    /** The number of subschemas, references written out; reports what is wrong in each subschema once. */
    private long size(Value schema, boolean isRoot) {
        long size = 1;
        if (!(schema instanceof Members members)) {
            return size;
        }
        for (Map.Entry<String, Member> entry : members.members().entrySet()) {
            size += keyword(entry.getKey(), entry.getValue(), isRoot);
        }
        return Math.min(size, EXPANDED + 1);
    }

    private long keyword(String keyword, Member member, boolean isRoot) {
        Value value = member.value();
        if (!SchemaKeywords.isKnown(keyword) || (keyword.equals("$defs") && !isRoot)) {
            problem(member.line(), "the keyword '" + Words.clean(keyword) + "' is not supported here");
            return 0;
        }
        if (keyword.equals("$defs")) {
            return 0;
        }
        if (keyword.equals("patternProperties") && value instanceof Members patterns) {
            patterns.members().forEach((pattern, at) -> pattern(pattern, at.line()));
        }
        if (SchemaKeywords.SCHEMA.contains(keyword)) {
            return size(value, false);
        }
        if (SchemaKeywords.SCHEMAS.contains(keyword) && value instanceof Items items) {
            return sum(items.values());
        }
        if (SchemaKeywords.NAMED_SCHEMAS.contains(keyword) && value instanceof Members map) {
            return sum(map.members().values().stream().map(Member::value).toList());
        }
        return value instanceof Scalar scalar ? scalar(keyword, scalar.text(), member.line()) : 0;
    }

    private long sum(List<Value> schemas) {
        long sum = 0;
        for (Value schema : schemas) {
            sum += size(schema, false);
        }
        return sum;
    }

    private long scalar(String keyword, String text, int line) {
        switch (keyword) {
            case "pattern" -> pattern(text, line);
            case "multipleOf" -> divisor(text, line);
            case "format" -> {
                if (!SchemaKeywords.FORMATS.contains(text)) {
                    problem(
                            line,
                            "the format '" + Words.clean(text) + "' is not checked here; there are "
                                    + String.join(
                                            ", ",
                                            SchemaKeywords.FORMATS.stream()
                                                    .sorted()
                                                    .toList()));
                }
            }
            case "$schema" -> {
                if (!text.equals(DRAFT) && !text.equals(DRAFT + "#")) {
                    problem(line, "$schema: only draft 2020-12 is supported");
                }
            }
            case "$ref" -> {
                return reference(text, line);
            }
            default -> {}
        }
        return 0;
    }

    /** A division by less would come to hundreds of digits at each intent. */
    private void divisor(String text, int line) {
        double divisor = Double.parseDouble(text);
        if (!(divisor >= SMALLEST_DIVISOR && divisor <= LARGEST_DIVISOR)) {
            problem(line, "multipleOf: from 1e-12 to 1e12");
        }
    }

    private void pattern(String pattern, int line) {
        SafePattern.problem(pattern).ifPresent(problem -> problem(line, problem));
    }

    private long reference(String text, int line) {
        String name = text.startsWith(DEFINITIONS) ? text.substring(DEFINITIONS.length()) : "";
        if (name.isEmpty() || name.chars().anyMatch(c -> c == '/' || c == '~' || c == '%')) {
            problem(line, "$ref: only " + DEFINITIONS + "NAME is supported, not " + Words.clean(text));
            return 0;
        }
        return referred(name, line);
    }

    private long referred(String name, int line) {
        var definition = definitions.get(name);
        if (definition == null) {
            problem(line, "$ref: there is no " + DEFINITIONS + Words.clean(name));
            return 0;
        }
        var known = sizes.get(name);
        if (known != null) {
            return known;
        }
        if (!open.add(name)) {
            problem(line, "$ref: " + DEFINITIONS + name + " refers to itself, which is not supported yet");
            return 0;
        }
        long size = size(definition.value(), false);
        open.remove(name);
        sizes.put(name, size);
        return size;
    }

    private void problem(int line, String message) {
        findings.problem(line, what + ": " + message);
    }
}
