package io.countersign.intake.submission;

import io.countersign.contract.DerivedIds;
import io.countersign.door.identity.Caller;
import java.util.function.Supplier;

/** A request for a session with its owner and its identity. */
public record NewSession(String id, Caller caller, SessionRequest request) {

    /** The id follows from owner, client and Idempotency-Key; only where there is no key it is a fresh one. */
    public static NewSession of(Caller caller, SessionRequest request, Supplier<String> freshId) {
        var key = request.idempotencyKey();
        var owner = caller.owner();
        var id = key == null
                ? freshId.get()
                : DerivedIds.of("session", owner.tenant(), owner.user(), caller.agent(), key);
        return new NewSession(id, caller, request);
    }
}
