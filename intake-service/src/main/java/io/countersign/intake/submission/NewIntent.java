package io.countersign.intake.submission;

import io.countersign.contract.IntentIds;
import io.countersign.contract.Limits;
import io.countersign.door.identity.Caller;
import io.countersign.submission.Submission;
import java.time.Instant;
import java.util.function.Supplier;

/** A submission with its owner and its identity. The nonce is the secret behind its leases: it is never shown. */
public record NewIntent(String id, Caller caller, Submission submission, byte[] nonce, Instant submittedAt) {

    public NewIntent {
        if (nonce.length != Limits.NONCE_BYTES) {
            throw new IllegalArgumentException("a nonce has " + Limits.NONCE_BYTES + " bytes");
        }
    }

    /** The id follows from owner, agent and Idempotency-Key; only where there is no key it is a fresh one. */
    public static NewIntent of(
            Caller caller, Submission submission, Supplier<String> freshId, byte[] nonce, Instant submittedAt) {
        var key = submission.idempotencyKey();
        var id = key == null ? freshId.get() : IntentIds.derived(caller.owner(), caller.agent(), key);
        return new NewIntent(id, caller, submission, nonce, submittedAt);
    }

    @Override
    public String toString() {
        return "NewIntent[" + id + " of " + caller.owner().key() + "]";
    }
}
