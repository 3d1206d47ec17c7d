package io.countersign.policystream;

/** A small bundle in a file of its own, as the tools of bundles' authors are given it, and tests to put behind it. */
final class EchoBundle {

    static final String YAML = """
            # file: a.yaml
            kind: Action
            name: echo
            effect: read
            parameters: {type: object}
            ---
            kind: Grant
            name: all
            who: "true"
            actions: [echo]
            """;

    /** The same, with a mistake in line 8. */
    static final String THAT_DOES_NOT_COMPILE = YAML.replace("who: \"true\"", "who: nobody()");

    private EchoBundle() {}

    /** A test of the bundle's own; it holds if it expects {@code allow}. */
    static String expecting(String name, String verdict) {
        return """
                ---
                kind: Test
                name: %s
                intent: {action: echo}
                expect: {verdict: %s}
                """.formatted(name, verdict);
    }
}
