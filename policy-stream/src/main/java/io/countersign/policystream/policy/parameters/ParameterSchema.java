package io.countersign.policystream.policy.parameters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.PathType;
import com.networknt.schema.regex.RegularExpression;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.MalformedJson;
import io.countersign.policystream.policy.expression.Words;
import io.countersign.policystream.policy.yaml.Findings;
import io.countersign.policystream.policy.yaml.Value.Members;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The schema of an action's arguments: says whether they keep it, and reads them for expressions. Thread-safe. */
public final class ParameterSchema {
    /** So many violations are told of one intent. */
    private static final int TOLD = 50;

    private static final SchemaRegistryConfig CONFIG = SchemaRegistryConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ENGLISH)
            .formatAssertionsEnabled(true)
            .preloadSchema(true)
            .regularExpressionFactory(ParameterSchema::linearTime)
            .build();

    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .formats(formats -> {
                formats.computeIfPresent("email", (name, format) -> new AddressFormat(format));
                formats.replaceAll((name, format) -> new BoundedFormat(format));
            })
            .unknownKeywordFactory((keyword, context) -> new NonValidationKeyword(keyword))
            .build();

    /** Stands in for a schema that did not compile, until the bundle is refused. */
    public static final ParameterSchema ANYTHING =
            new ParameterSchema("{}", registry().getSchema(JsonNodeFactory.instance.objectNode()), Shape.ANY);

    private final String text;
    private final Schema schema;
    private final Shape shape;

    private ParameterSchema(String text, Schema schema, Shape shape) {
        this.text = text;
        this.schema = schema;
        this.shape = shape;
    }

    /** The arguments, or why they are none. */
    public sealed interface Reading {

        /** The arguments as expressions see them. */
        record Accepted(Map<String, Object> parameters) implements Reading {}

        /** Every violation in words, with its JSON pointer. */
        record Rejected(List<String> violations) implements Reading {}
    }

    /** Compiles the schema that stands at {@code root}; empty after a problem. */
    static Optional<ParameterSchema> compile(JsonNode json, Members root, String what, Findings findings) {
        try {
            int before = findings.problemCount();
            if (MetaSchema.check(json, root, what, findings)) {
                SchemaCheck.check(root, what, findings);
            }
            if (findings.problemCount() > before) {
                return Optional.empty();
            }
            var schema = registry().getSchema(json);
            schema.initializeValidators();
            return Optional.of(new ParameterSchema(json.toString(), schema, Shapes.of(json)));
        } catch (SchemaException e) {
            findings.problem(root.line(), what + ": " + Words.clean(String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    /** The schema as JSON. */
    public String text() {
        return text;
    }

    /** Why a parameter that an expression takes for granted may be missing, in words. */
    public Optional<String> doubt(List<String> path) {
        return ParameterPath.doubt(path, shape);
    }

    /** Reads arguments that are not held against the schema again. */
    public Map<String, Object> unchecked(String parameters) {
        try {
            return ParameterValues.members(CanonicalJson.parse(parameters), shape);
        } catch (MalformedJson e) {
            throw new IllegalArgumentException("the parameters are not JSON: " + e.getMessage(), e);
        }
    }

    /** Reads and checks the arguments. */
    public Reading read(String parameters) {
        JsonNode json;
        try {
            json = CanonicalJson.parse(parameters);
        } catch (MalformedJson e) {
            return rejected(Words.clean(String.valueOf(e.getMessage())));
        }
        if (!json.isObject()) {
            return rejected("the parameters must be a JSON object");
        }
        List<Error> errors = schema.validate(json);
        return errors.isEmpty()
                ? new Reading.Accepted(ParameterValues.members(json, shape))
                : new Reading.Rejected(errors.stream()
                        .limit(TOLD)
                        .map(ParameterSchema::violation)
                        .distinct()
                        .toList());
    }

    private static Reading rejected(String message) {
        return new Reading.Rejected(List.of(message));
    }

    private static String violation(Error error) {
        String pointer = error.getInstanceLocation().toString();
        if (error.getProperty() != null) {
            pointer += "/" + error.getProperty().replace("~", "~0").replace("/", "~1");
        }
        String message = pointer.isEmpty() ? error.getMessage() : pointer + ": " + error.getMessage();
        return Words.clean(message);
    }

    /** A registry of its own for each schema, which loads nothing. */
    private static SchemaRegistry registry() {
        return SchemaRegistry.withDialect(
                DIALECT,
                registry -> registry.schemaCacheEnabled(false)
                        .schemaLoader(loader -> loader.block(anything -> true))
                        .schemaRegistryConfig(CONFIG));
    }

    private static RegularExpression linearTime(String pattern) {
        var compiled = com.google.re2j.Pattern.compile(pattern);
        return text -> compiled.matcher(text).find();
    }
}
