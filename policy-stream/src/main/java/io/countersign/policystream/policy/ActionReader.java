package io.countersign.policystream.policy;

import io.countersign.contract.Limits;
import io.countersign.policystream.policy.Documents.Defined;
import io.countersign.policystream.policy.Documents.Located;
import io.countersign.policystream.policy.expression.CompiledSize;
import io.countersign.policystream.policy.expression.Expression;
import io.countersign.policystream.policy.expression.Expressions;
import io.countersign.policystream.policy.expression.ResultKind;
import io.countersign.policystream.policy.expression.Words;
import io.countersign.policystream.policy.parameters.ParameterSchema;
import io.countersign.policystream.policy.parameters.ParameterSchemas;
import io.countersign.policystream.policy.yaml.Findings;
import io.countersign.policystream.policy.yaml.Value;
import io.countersign.policystream.policy.yaml.Value.Members;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads documents of kind Action. */
final class ActionReader {
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SHORTEST_CACHED = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 100;
    private static final int FACTOR = 100;

    private final Findings findings;
    private final Expressions expressions;
    private final ParameterSchemas schemas;

    ActionReader(Findings findings, Expressions expressions, CompiledSize size) {
        this.findings = findings;
        this.expressions = expressions;
        this.schemas = new ParameterSchemas(findings, size);
    }

    Defined read(Fields fields) {
        String name = fields.name();
        String title = fields.has("title") ? fields.requiredText("title") : name;
        var parameters = parameters(fields);
        var summary = fields.expression(
                "summary", ResultKind.WORDING, expressions, new Expression.Constant<>(Words.clean(title)));
        Fields tokens = fields.map("tokens").orElse(null);
        var none = new Expression.Constant<>(0L);
        Expression<Long> input = none;
        Expression<Long> output = none;
        if (tokens != null) {
            input = tokens.expression("input", ResultKind.AMOUNT, expressions, none);
            output = tokens.expression("output", ResultKind.AMOUNT, expressions, none);
            tokens.done();
        }
        boolean idempotent = fields.truth("idempotent", false);
        var effect = fields.choice("effect", Effect.class).orElse(Effect.DESTRUCTIVE);
        var models = fields.choice("models", NamedModels.class).orElse(NamedModels.ANY);
        var action = new Action(
                name,
                Words.clean(title),
                effect,
                labels(fields),
                parameters.map(ParameterSchema::text).orElse("{}"),
                idempotent,
                fields.duration("timeout", Duration.ofSeconds(30), MILLISECOND, DAY),
                fields.duration("executeWithin", Duration.ofMinutes(2), Duration.ofSeconds(1), DAY),
                retry(fields, idempotent),
                executor(fields),
                cache(fields, effect),
                reconcile(fields, idempotent, effect));
        fields.done();
        var located = List.of(
                new Located("action " + name + ": summary", fields.line("summary"), summary),
                new Located("action " + name + ": tokens: input", fields.line("tokens"), input),
                new Located("action " + name + ": tokens: output", fields.line("tokens"), output));
        return new Defined(
                fields.line(),
                new CatalogueAction(
                        action, parameters.orElse(ParameterSchema.ANYTHING), models, summary, input, output),
                located);
    }

    private Optional<ParameterSchema> parameters(Fields fields) {
        fields.demand("parameters");
        Value value = fields.value("parameters").orElse(null);
        if (value instanceof Members schema) {
            return schemas.compile(schema, fields.what() + ": parameters");
        }
        if (value != null) {
            fields.problem("parameters", "must be a JSON Schema, which is a map, not " + value.kind());
        }
        return Optional.empty();
    }

    /** What changes something has to be done each time. */
    private static @Nullable Caching cache(Fields fields, Effect effect) {
        var cache = fields.map("cache").orElse(null);
        if (cache == null) {
            return null;
        }
        if (effect != Effect.READ) {
            fields.problem("cache", "goes with the effect read only");
        }
        var scope = cache.choice("scope", Caching.Scope.class).orElse(Caching.Scope.USER);
        cache.demand("ttl");
        var ttl = cache.duration("ttl", SHORTEST_CACHED, SHORTEST_CACHED, Limits.CACHED_FOR);
        cache.done();
        return new Caching(scope, ttl);
    }

    private static List<String> labels(Fields fields) {
        return fields.texts("labels").stream().map(Placed::text).distinct().toList();
    }

    private static String executor(Fields fields) {
        String executor = fields.has("executor") ? fields.requiredText("executor") : "executor-service";
        if (!executor.isBlank() && !executor.matches("[a-zA-Z0-9._-]{1,200}")) {
            fields.problem("executor", "must be the name of a consumer group: letters, digits, '.', '_' and '-'");
        }
        return executor;
    }

    /** Whoever asks what became of something must have something to look for. */
    private static @Nullable Duration reconcile(Fields fields, boolean idempotent, Effect effect) {
        var reconcile = fields.optionalDuration("reconcile", Duration.ofSeconds(1), Duration.ofHours(1))
                .orElse(null);
        if (reconcile != null && idempotent && effect == Effect.READ) {
            fields.problem(
                    "reconcile",
                    "is for what may have had an effect: what only reads and is idempotent is tried again instead");
            return null;
        }
        return reconcile;
    }

    private RetrySchedule retry(Fields fields, boolean idempotent) {
        var retry = fields.map("retry").orElse(null);
        if (retry == null) {
            return RetrySchedule.ONCE;
        }
        int attempts = retry.count("attempts", RetrySchedule.ONCE.attempts(), 1, ATTEMPTS);
        var backoff = retry.duration("backoff", RetrySchedule.ONCE.backoff(), Duration.ZERO, DAY);
        var max = retry.duration("max", max(RetrySchedule.ONCE.max(), backoff), Duration.ZERO, DAY);
        BigDecimal factor = retry.number("factor", (int) RetrySchedule.ONCE.factor());
        if (factor.compareTo(BigDecimal.ONE) < 0 || factor.compareTo(BigDecimal.valueOf(FACTOR)) > 0) {
            retry.problem("factor", "must be from 1 to " + FACTOR);
            factor = BigDecimal.ONE;
        }
        if (max.compareTo(backoff) < 0) {
            retry.problem("max", "must not be shorter than the backoff");
        }
        retry.done();
        if (attempts > 1 && !idempotent) {
            findings.warning(
                    retry.line("attempts"),
                    fields.what() + ": retry: an action that is not idempotent is tried again only if its executor"
                            + " says that nothing happened");
        }
        return new RetrySchedule(attempts, backoff, factor.doubleValue(), max);
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
