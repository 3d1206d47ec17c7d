package io.countersign.policystream.view;

import io.countersign.contract.Owner;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** An intent that a door has accepted and nobody has decided on. */
record UndecidedIntent(
        Owner owner,
        String id,
        String action,
        @Nullable String session,
        String parameters,
        Instant submittedAt,
        TopicPartition partition,
        long offset) {

    static final String STATE = "SUBMITTED";

    IntentView view() {
        return new IntentView(
                id,
                0,
                STATE,
                action,
                session,
                false,
                parameters,
                action,
                List.of(),
                null,
                null,
                null,
                false,
                false,
                0,
                null,
                null,
                submittedAt,
                submittedAt,
                List.of(),
                List.of());
    }
}
