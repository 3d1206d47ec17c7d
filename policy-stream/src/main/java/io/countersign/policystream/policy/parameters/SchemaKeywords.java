package io.countersign.policystream.policy.parameters;

import java.util.Set;

/** The keywords of JSON Schema draft 2020-12 that parameter schemas may use, by what their value is. */
final class SchemaKeywords {
    /** One schema. */
    static final Set<String> SCHEMA = Set.of(
            "items",
            "contains",
            "additionalProperties",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties",
            "not",
            "if",
            "then",
            "else");

    /** A list of schemas. */
    static final Set<String> SCHEMAS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");

    /** A map of schemas. */
    static final Set<String> NAMED_SCHEMAS = Set.of("properties", "patternProperties", "dependentSchemas", "$defs");

    /** Anything else that is checked, and what is for readers only. */
    static final Set<String> OTHERS = Set.of(
            "$schema",
            "$comment",
            "title",
            "description",
            "default",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly",
            "type",
            "enum",
            "const",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "format",
            "maxItems",
            "minItems",
            "uniqueItems",
            "maxContains",
            "minContains",
            "maxProperties",
            "minProperties",
            "required",
            "dependentRequired",
            "contentEncoding",
            "contentMediaType",
            "$ref");

    /** Formats that are checked; any other would be a promise that nobody keeps. */
    static final Set<String> FORMATS = Set.of(
            "date",
            "date-time",
            "time",
            "duration",
            "email",
            "hostname",
            "ipv4",
            "ipv6",
            "uri",
            "uri-reference",
            "uuid",
            "json-pointer");

    private SchemaKeywords() {}

    static boolean isKnown(String keyword) {
        return SCHEMA.contains(keyword)
                || SCHEMAS.contains(keyword)
                || NAMED_SCHEMAS.contains(keyword)
                || OTHERS.contains(keyword)
                || keyword.startsWith("x-");
    }
}
