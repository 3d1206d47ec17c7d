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

/**
 * A synthetic policy: some actions, each with ten rules of its own that are all evaluated and do not match.
 *
 * @param questions one for each action
 */
record RuleCatalogue(Policy policy, List<Question> questions) {

    static final int RULES_EACH = 10;

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Principal ASKING = new Principal("acme", "ana", null, "bot", List.of("support"));

    static RuleCatalogue of(int actions) {
        var yaml = new StringBuilder("""
                kind: Grant
                name: everybody
                who: "true"
                actions: ["*"]
                session: optional
                """);
        for (int action = 0; action < actions; action++) {
            yaml.append("""
                    ---
                    kind: Action
                    name: action-%1$d
                    summary: "'Do %1$d with ' + text(parameters.amount)"
                    parameters: {type: object, required: [amount], properties: {amount: {type: number}}}
                    """.formatted(action));
            for (int rule = 0; rule < RULES_EACH; rule++) {
                yaml.append("""
                        ---
                        kind: Rule
                        name: rule-%d-%d
                        actions: [action-%d]
                        when: parameters.amount > %d && 'support' in principal.roles
                        verdict: hold
                        """.formatted(action, rule, action, 1_000 + action * RULES_EACH + rule));
            }
        }
        if (!(Bundle.read(yaml.toString()) instanceof Bundle.Loaded loaded)) {
            throw new IllegalStateException("the synthetic policy is not valid");
        }
        var questions = loaded.policy().actions().stream()
                .map(action -> new Question(
                        ASKING, action.name(), "{\"amount\":99.99}", null, null, null, SessionStanding.NONE, NOW))
                .toList();
        return new RuleCatalogue(loaded.policy(), questions);
    }

    /** Judges so many intents, of random actions, and returns the nanoseconds that one took. */
    double nanosPerDecision(int decisions, Random random) {
        int admitted = 0;
        long begun = System.nanoTime();
        for (int i = 0; i < decisions; i++) {
            var question = questions.get(random.nextInt(questions.size()));
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
