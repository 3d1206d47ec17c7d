package io.countersign.protocol;

import io.countersign.contract.CutText;
import io.countersign.contract.FailureCode;
import io.countersign.contract.Limits;

/**
 * Why an attempt did not succeed.
 *
 * @param code stable, in upper snake case
 * @param message for people; without secrets, cut at {@value Limits#MESSAGE_LENGTH} characters
 */
public record Failure(String code, String message) {

    public Failure {
        if (!FailureCode.isValid(code)) {
            throw new IllegalArgumentException("not a code in upper snake case: " + code);
        }
        message = CutText.of(message, Limits.MESSAGE_LENGTH);
    }
}
