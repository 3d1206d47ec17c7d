package io.countersign.benchmarks;

import io.countersign.policystream.policy.Bundle;
import io.countersign.policystream.policy.Judgement;
import io.countersign.policystream.policy.Policy;
import io.countersign.policystream.policy.Principal;
import io.countersign.policystream.policy.Question;
import io.countersign.policystream.policy.SessionStanding;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A synthetic policy: some actions, each with ten rules of its own that are all evaluated and do not match.
 *
 * @param questions one for each action
 */
record RuleCatalogue(Policy policy, List<Question> questions) {

    static final int RULES_EACH = 10;

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Principal ASKING = new Principal("acme", "ana", null, "bot", List.of("support"));
    private static final String GRANT = """
            kind: Grant
            name: everybody
            who: "true"
            actions: ["*"]
            session: optional
            """;

    /** Whether the rules of one action look at the same parameters as those of the next. */
    enum Likeness {
        /** They do: what differs is amounts. */
        ALIKE("amount"),
        /** Each rule looks at a parameter that no other looks at, and each action has a schema of its own. */
        UNLIKE("amount_%d_%d");

        private final String parameter;

        Likeness(String parameter) {
            this.parameter = parameter;
        }

        private String parameter(int action, int rule) {
            return parameter.formatted(action, rule);
        }

        private List<String> parameters(int action) {
            return IntStream.range(0, RULES_EACH)
                    .mapToObj(rule -> parameter(action, rule))
                    .distinct()
                    .toList();
        }
    }

    static RuleCatalogue of(int actions, Likeness likeness) {
        var yaml = new StringBuilder(GRANT);
        for (int action = 0; action < actions; action++) {
            yaml.append(action(action, likeness.parameters(action)));
            for (int rule = 0; rule < RULES_EACH; rule++) {
                yaml.append(rule(action, rule, likeness.parameter(action, rule)));
            }
        }
        if (!(Bundle.read(yaml.toString()) instanceof Bundle.Loaded loaded)) {
            throw new IllegalStateException("the synthetic policy is not valid");
        }
        var questions = IntStream.range(0, actions)
                .mapToObj(action -> question(action, likeness.parameters(action)))
                .toList();
        return new RuleCatalogue(loaded.policy(), questions);
    }

    private static String action(int number, List<String> parameters) {
        return """
                ---
                kind: Action
                name: action-%d
                summary: "'Do %d with ' + text(parameters.%s)"
                parameters: {type: object, required: %s, properties: {%s}}
                """.formatted(number, number, parameters.getFirst(), parameters, each(parameters, "%s: {type: number}"));
    }

    private static String rule(int action, int number, String parameter) {
        return """
                ---
                kind: Rule
                name: rule-%d-%d
                actions: [action-%d]
                when: parameters.%s > %d && 'support' in principal.roles
                verdict: hold
                """.formatted(action, number, action, parameter, 1_000 + action * RULES_EACH + number);
    }

    private static Question question(int action, List<String> parameters) {
        var values = "{" + each(parameters, "\"%s\":99.99") + "}";
        return new Question(ASKING, "action-" + action, values, null, null, null, SessionStanding.NONE, NOW);
    }

    private static String each(List<String> parameters, String form) {
        return parameters.stream().map(form::formatted).collect(Collectors.joining(","));
    }

    /** Judges so many intents, of random ones among the first actions, and returns the nanoseconds that one took. */
    double nanosPerDecision(int decisions, int actions, Random random) {
        int admitted = 0;
        long begun = System.nanoTime();
        for (int i = 0; i < decisions; i++) {
            var question = questions.get(random.nextInt(actions));
            if (policy.judge(question) instanceof Judgement.Admitted) {
                admitted++;
            }
        }
        long nanos = System.nanoTime() - begun;
        if (admitted != decisions) {
            throw new IllegalStateException("%d of %d were admitted".formatted(admitted, decisions));
        }
        return (double) nanos / decisions;
    }
}
