package io.countersign.policystream.policy.expression;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import java.util.Optional;

/** CEL as policies write it: its variables with their types, its own functions, and its limits. */
final class ExpressionLanguage {
    /** Characters of an expression. */
    static final int LENGTH = 8_192;

    /** How deep an expression may be nested. */
    static final int DEPTH = 64;

    /** Constants, variables, fields and calls of an expression, macros expanded. */
    static final int NODES = 5_000;

    /** Rounds that all loops of one evaluation may take together. */
    static final int ROUNDS = 10_000;

    /** Instructions of a regular expression, in schemas too: with 250, the longest parameters take a second or so. */
    static final int PATTERN_SIZE = 250;

    private static final CelType STRINGS = ListType.create(SimpleType.STRING);
    private static final StructType PRINCIPAL = struct(
            "Principal",
            ImmutableMap.of(
                    "tenant", SimpleType.STRING,
                    "user", SimpleType.STRING,
                    "team", SimpleType.STRING,
                    "agent", SimpleType.STRING,
                    "roles", STRINGS));
    private static final StructType SESSION = struct(
            "Session", ImmutableMap.of("labels", STRINGS, "counts", MapType.create(SimpleType.STRING, SimpleType.INT)));

    static final Cel CEL = CelFactory.standardCelBuilder()
            .setOptions(options())
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setTypeProvider(new Structs())
            .addVar("action", SimpleType.STRING)
            .addVar("parameters", MapType.create(SimpleType.STRING, SimpleType.DYN))
            .addVar("model", SimpleType.STRING)
            .addVar("inputTokens", SimpleType.INT)
            .addVar("maxTokens", SimpleType.INT)
            .addVar("principal", PRINCIPAL)
            .addVar("session", SESSION)
            .addVar("counters", MapType.create(SimpleType.STRING, SimpleType.DOUBLE))
            .addVar("now", SimpleType.TIMESTAMP)
            .addVarDeclarations(Literals.variables().entrySet().stream()
                    .map(each -> CelVarDecl.newVarDeclaration(each.getKey(), each.getValue()))
                    .toList())
            .addFunctionDeclarations(
                    function("text", "text_dyn", SimpleType.STRING),
                    function("estimate", "estimate_dyn", SimpleType.INT))
            .addFunctionBindings(
                    CelFunctionBinding.from("text_dyn", Object.class, ValueText::of),
                    CelFunctionBinding.from("estimate_dyn", Object.class, TokenEstimate::of))
            .build();

    private ExpressionLanguage() {}

    private static CelOptions options() {
        return CelOptions.current()
                .enableHeterogeneousNumericComparisons(true)
                .maxExpressionCodePointSize(LENGTH)
                .maxParseRecursionDepth(DEPTH)
                .maxParseExpressionNodeCount(NODES)
                .comprehensionMaxIterations(ROUNDS)
                .maxRegexProgramSize(PATTERN_SIZE)
                .build();
    }

    private static CelFunctionDecl function(String name, String overload, CelType result) {
        return CelFunctionDecl.newFunctionDeclaration(
                name, CelOverloadDecl.newGlobalOverload(overload, result, SimpleType.DYN));
    }

    private static StructType struct(String name, ImmutableMap<String, CelType> fields) {
        return StructType.create(name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
    }

    /** The two structures, so that a field that they do not have is found when the bundle is loaded. */
    private static final class Structs implements CelTypeProvider {
        @Override
        public ImmutableCollection<CelType> types() {
            return ImmutableList.of(PRINCIPAL, SESSION);
        }

        @Override
        public Optional<CelType> findType(String name) {
            return types().stream().filter(type -> type.name().equals(name)).findFirst();
        }
    }
}
