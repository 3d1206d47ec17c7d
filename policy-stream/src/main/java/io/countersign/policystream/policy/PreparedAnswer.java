package io.countersign.policystream.policy;

/**
 * What the bundle answers in an executor's place.
 *
 * @param name of the document; one without a name is called after its action and its place among that action's answers
 * @param result the RFC 8785 text of a JSON value
 */
public record PreparedAnswer(String name, String result) {

    /** Why an intent has succeeded that no executor could answer. */
    public Reason standingIn() {
        return new Reason(Fact.FALLBACK_ANSWER.name(), name, "answered as the policy has prepared it for a failure");
    }

    /** Why an intent has succeeded that nobody executed. */
    public Reason reason() {
        return new Reason(Fact.ANSWERED.name(), name, "answered as the policy has prepared it: nothing was called");
    }
}
