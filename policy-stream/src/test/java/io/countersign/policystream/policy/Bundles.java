package io.countersign.policystream.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Bundles, questions and answers for tests. */
final class Bundles {
    /** An action and a grant that lets everybody use it; documents may be added after a separator. */
    static final String OPEN_REFUND = """
            kind: Action
            name: orders.refund
            title: Refund an order
            summary: "'Refund ' + text(parameters.amount)"
            effect: write
            parameters: {type: object, additionalProperties: false, required: [amount], properties: {amount: {type: number}, note: {type: string}, count: {type: integer}}}
            ---
            kind: Grant
            name: everybody
            who: "true"
            actions: ["*"]
            session: optional
            """;

    private Bundles() {}

    /** The documents as one stream. */
    static String stream(String... documents) {
        return String.join("---\n", documents);
    }

    /** The refund with these further documents. */
    static Policy refundWith(String... documents) {
        var all = new String[documents.length + 1];
        all[0] = OPEN_REFUND;
        System.arraycopy(documents, 0, all, 1, documents.length);
        return loaded(stream(all)).policy();
    }

    static Bundle.Loaded loaded(String yaml) {
        var bundle = Bundle.read(yaml);
        assertThat(bundle).isInstanceOf(Bundle.Loaded.class);
        return (Bundle.Loaded) bundle;
    }

    /** What is wrong, as "line: message". */
    static List<String> problems(String yaml) {
        return Bundle.read(yaml) instanceof Bundle.Invalid(List<Problem> problems)
                ? problems.stream()
                        .map(problem -> problem.line() + ": " + problem.message())
                        .toList()
                : List.of();
    }

    static Question question(String action, String parameters, String... roles) {
        var ana = new Principal("acme", "ana", null, "assistant", Arrays.asList(roles));
        return new Question(
                ana, action, parameters, null, null, null, SessionStanding.NONE, Instant.parse("2026-03-02T10:00:00Z"));
    }

    static Judgement refund(Policy policy, String amount) {
        return policy.judge(question("orders.refund", "{\"amount\":" + amount + "}"));
    }

    static Judgement.Admitted admitted(Judgement judgement) {
        assertThat(judgement).isInstanceOf(Judgement.Admitted.class);
        return (Judgement.Admitted) judgement;
    }

    static Judgement.Refused refused(Judgement judgement) {
        assertThat(judgement).isInstanceOf(Judgement.Refused.class);
        return (Judgement.Refused) judgement;
    }
}
