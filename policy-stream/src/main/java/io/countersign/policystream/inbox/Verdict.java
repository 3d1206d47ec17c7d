package io.countersign.policystream.inbox;

import io.countersign.contract.Code;
import io.countersign.contract.Owner;
import io.countersign.v1.Intent;
import org.jspecify.annotations.Nullable;

/** What becomes of a record of the inbox. */
sealed interface Verdict {

    /** It is handed over as this. */
    record Admitted(Owner owner, Intent intent) implements Verdict {}

    /**
     * It is no intent of anybody.
     *
     * @param owner who sent it, if that is known
     */
    record Refused(
            Code code,
            String detail,
            @Nullable Owner owner,
            @Nullable Exception failure) implements Verdict {}
}
