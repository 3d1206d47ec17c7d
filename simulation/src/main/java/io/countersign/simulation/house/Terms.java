package io.countersign.simulation.house;

import java.util.List;

/**
 * An action of the catalogue.
 *
 * @param attempts how many may begin
 * @param backoff the longest wait after the first, in milliseconds; each further one is four times as long, 5 min at most
 * @param timeout of one call, in milliseconds
 * @param executeWithin how long after its approval it may still begin, in milliseconds
 * @param chat whether it reserves the door's count of input tokens and what the caller allows for the answer; otherwise its
 *     amount is what it reserves
 * @param reconcile how long its executor is asked what became of it, in milliseconds; 0 if it cannot tell
 * @param knownModels whether the models of the house are all that may be named
 */
public record Terms(
        String name,
        boolean idempotent,
        int attempts,
        long backoff,
        long timeout,
        long executeWithin,
        boolean chat,
        long reconcile,
        boolean knownModels) {

    private static final long LONGEST = 300_000;

    /** The longest wait after so many tries. */
    public long longestWait(int tries) {
        long wait = Math.min(backoff, LONGEST);
        for (int i = 1; i < tries && wait < LONGEST; i++) {
            wait = Math.min(4 * wait, LONGEST);
        }
        return wait;
    }

    /** The wait after its executor was asked so many times. */
    public static long askAgainAfter(int times) {
        return times > 9 ? LONGEST : Math.min(LONGEST, 1_000L << (times - 1));
    }

    /** What sessions remember of it. */
    public List<String> labels() {
        return idempotent ? List.of("simulated") : List.of("simulated", House.EXTERNAL);
    }

    /** Tokens of the request that it reserves. */
    long input(Ask ask) {
        return chat ? ask.inputTokens() : ask.amount();
    }

    /** Tokens of the answer that it reserves. */
    long output(Ask ask) {
        return chat ? ask.maxTokens() : 0;
    }

    String yaml() {
        return """
                kind: Action
                name: %s
                summary: "'do ' + action + ' with ' + text(parameters.amount)"
                effect: %s
                labels: [%s]
                parameters: {type: object, additionalProperties: false, required: [amount], properties: {amount: {type: integer, minimum: 0, maximum: %d}}}
                tokens: {input: "%s", output: "%s"}
                idempotent: %s
                timeout: %dms
                executeWithin: %dms
                retry: {attempts: %d, backoff: %dms, factor: 4, max: %dms}
                models: %s
                %s""".formatted(
                        name,
                        effect(),
                        String.join(", ", labels()),
                        House.MOST_AMOUNT,
                        chat ? "inputTokens" : "parameters.amount",
                        chat ? "maxTokens" : "0",
                        idempotent,
                        timeout,
                        executeWithin,
                        attempts,
                        backoff,
                        LONGEST,
                        knownModels ? "known" : "any",
                        reconcile == 0 ? "" : "reconcile: " + reconcile + "ms\n");
    }

    /** Of what only reads nobody asks what became. */
    private String effect() {
        if (!idempotent) {
            return "destructive";
        }
        return reconcile == 0 ? "read" : "write";
    }
}
