package io.countersign.policystream.activation;

import io.countersign.contract.ControlKeys;
import io.countersign.contract.Owner;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A limit that was set for one owner, and by whom.
 *
 * @param since when its control was appended, in broker time
 * @param until when it ends by itself
 * @param by the operator's key; {@code @unknown} if the control cannot be read
 */
public record StandingLimit(
        String budget,
        Owner owner,
        long limit,
        Instant since,
        @Nullable Instant until,
        String by,
        String reason) {

    static Optional<StandingLimit> of(ControlLog.Entry entry) {
        var control = entry.control();
        return control == null
                ? Optional.empty()
                : ControlKeys.overridden(entry.key())
                        .flatMap(of -> Owner.read(of.ownerKey())
                                .flatMap(owner -> SetLimits.of(control)
                                        .map(limit -> new StandingLimit(
                                                of.budget(),
                                                owner,
                                                limit.amount(),
                                                entry.appendedAt(),
                                                limit.until(),
                                                control.getActor(),
                                                control.getReason()))));
    }
}
