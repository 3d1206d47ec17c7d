package io.countersign.policystream.activation;

import io.countersign.contract.ControlKeys;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kill switch that is pulled, and by whom.
 *
 * @param since when its control was appended, in broker time
 * @param until when it ends by itself
 * @param by the operator's key; {@code @unknown} if the control cannot be read
 */
public record StandingFreeze(
        String scope, Instant since, @Nullable Instant until, boolean cancelRunning, String by, String reason) {

    static Optional<StandingFreeze> of(ControlLog.Entry entry) {
        var control = entry.control();
        return control == null
                ? Optional.empty()
                : ControlKeys.frozenScope(entry.key())
                        .map(scope -> new StandingFreeze(
                                scope,
                                entry.appendedAt(),
                                control.getUntil(),
                                control.getCancelRunning(),
                                control.getActor(),
                                control.getReason()));
    }
}
