package io.countersign.benchmarks.broker;

import io.countersign.policystream.activation.ControlLog;
import io.countersign.policystream.policy.Bundle;
import io.countersign.policystream.policy.Policy;
import io.countersign.v1.Control;
import io.countersign.v1.ControlKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ten actions under ten rules and three budgets, all of which are looked at for every intent; in force from the start. */
public final class SyntheticPolicy implements ControlLog {

    static final List<String> ACTIONS =
            IntStream.range(0, 10).mapToObj(number -> "bench.a" + number).toList();

    /** An amount above this waits for a person. */
    static final int HELD_ABOVE = 9_800;

    private static final String ACTION = """
            kind: Action
            name: %s
            title: Do a piece of work
            summary: "'Refund ' + text(parameters.amount) + ' EUR on order ' + parameters.order"
            effect: write
            labels: [external-effect]
            parameters:
              type: object
              additionalProperties: false
              required: [order, amount]
              properties:
                order: {type: string, minLength: 1, maxLength: 40}
                amount: {type: number, exclusiveMinimum: 0}
                note: {type: string, maxLength: 500}
            tokens: {input: inputTokens + inputTokens / 10 + 8, output: maxTokens}
            idempotent: true
            timeout: 10s
            executeWithin: 2m
            retry: {attempts: 5, backoff: 1s, factor: 4, max: 5m}
            """;

    private static final String OTHERS = """
            kind: Grant
            name: support
            who: "'support' in principal.roles"
            actions: [bench.*]
            session: optional
            ---
            kind: Model
            name: small
            prices: {input: 150000, cached: 75000, output: 600000}
            maxOutput: 4096
            """;

    /** By name: one of each kind of window. */
    private static final Map<String, String> BUDGETS = Map.of("tokens-10m", """
            kind: Budget
            name: tokens-10m
            actions: [bench.*]
            unit: tokens
            window: 10m
            limit: "'pro' in principal.roles ? 200000000 : 100000000"
            """, "requests-1h", """
            kind: Budget
            name: requests-1h
            actions: [bench.*]
            unit: requests
            window: rolling 1h
            limit: "1000000"
            """, "cost-month", """
            kind: Budget
            name: cost-month
            actions: [bench.*]
            unit: cost-micros
            window: month
            limit: "100000000000"
            """);

    private static final List<String> CONDITIONS = List.of(
            "parameters.amount > " + HELD_ABOVE,
            "parameters.amount > 5000 && !('support' in principal.roles)",
            "parameters.order.startsWith('test-')",
            "principal.agent == 'unknown'",
            "has(parameters.note) && size(parameters.note) > 400",
            "maxTokens > 4000 && model == 'large'",
            "principal.team == 'interns' && parameters.amount > 10",
            "inputTokens > 100000",
            "now < timestamp('2020-01-01T00:00:00Z')",
            "action == 'bench.a3' && parameters.amount > 99999");

    private final Policy policy;
    private final List<Entry> entries;

    /** With all of its budgets. */
    public SyntheticPolicy() {
        this(budgets());
    }

    /** With those of its budgets that have these names. */
    public SyntheticPolicy(Set<String> budgets) {
        var yaml = yaml(budgets);
        if (!(Bundle.read(yaml) instanceof Bundle.Loaded loaded)) {
            throw new IllegalStateException(Bundle.read(yaml).toString());
        }
        policy = loaded.policy();
        var control = Control.newBuilder()
                .setKind(ControlKind.ACTIVE)
                .setScope("all")
                .setBundle(policy.version())
                .setActor("bench")
                .setReason("")
                .build();
        entries = List.of(new Entry(0, "active", control, Instant.EPOCH));
    }

    Policy policy() {
        return policy;
    }

    /** The names of its budgets, in order. */
    public static SortedSet<String> budgets() {
        return new TreeSet<>(BUDGETS.keySet());
    }

    private static String yaml(Set<String> budgets) {
        var actions = ACTIONS.stream().map(ACTION::formatted).collect(Collectors.joining("---\n"));
        var rules = CONDITIONS.stream().map(SyntheticPolicy::rule).collect(Collectors.joining("---\n"));
        var limits = new TreeSet<>(budgets)
                .stream().map(name -> "---\n" + BUDGETS.get(name)).collect(Collectors.joining());
        return actions + "---\n" + rules + "---\n" + OTHERS + limits;
    }

    private static String rule(String condition) {
        return """
                kind: Rule
                name: rule-%d
                actions: [bench.*]
                when: "%s"
                verdict: hold
                reason: "'amount ' + text(parameters.amount)"
                approval: {groups: [finance], quorum: 1, within: 4h}
                """.formatted(CONDITIONS.indexOf(condition), condition);
    }

    @Override
    public List<Entry> after(long offset) {
        return offset < 0 ? entries : List.of();
    }

    @Override
    public Optional<Policy> policy(String hash) {
        return hash.equals(policy.version()) ? Optional.of(policy) : Optional.empty();
    }

    @Override
    public long end() {
        return entries.size();
    }
}
