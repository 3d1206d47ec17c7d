package io.countersign.policystream.view;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the log says of one attempt's output: by it a reader tells pieces that belong to an intent from any others.
 *
 * @param attempt the hand-off, from 1
 * @param leaseHash hex SHA-256 of the lease that its pieces carry
 * @param since the decision's now when it was handed over, in broker time: no piece of it is older
 * @param run the latest execution that began; none before one did
 * @param chunks how many pieces that execution produced, once it has ended
 */
public record Execution(
        int attempt,
        String leaseHash,
        Instant since,
        @Nullable String run,
        @Nullable Integer chunks) {

    /** The later of two words about the same attempt, with what only the earlier one said. */
    Execution followedBy(Execution later) {
        return new Execution(
                attempt,
                leaseHash,
                since,
                later.run == null ? run : later.run,
                later.chunks == null ? chunks : later.chunks);
    }
}
