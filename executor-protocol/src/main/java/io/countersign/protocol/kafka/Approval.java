package io.countersign.protocol.kafka;

import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.execution.AttemptKey;
import io.countersign.v1.LetterCategory;
import org.jspecify.annotations.Nullable;

/** What a record on an approved topic turned out to be. */
sealed interface Approval {

    /**
     * A genuine approval.
     *
     * @param lease the capability that its outcomes carry; handlers do not get to see it
     */
    record Genuine(ApprovedAction action, AttemptKey key, String lease) implements Approval {}

    /** A genuine approval that another consumer group has to run. */
    record Elsewhere(ApprovedAction action, String group) implements Approval {}

    /** Something that must not be run, now and for ever: a letter. */
    record Refused(
            LetterCategory category,
            String code,
            String message,
            @Nullable Exception cause) implements Approval {}
}
