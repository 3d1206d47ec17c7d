package io.countersign.intake.channel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One record of an owner's partition, as far as a channel is concerned with it. */
public sealed interface Entry {
    Log log();

    long offset();

    /** The broker's append time. */
    Instant appendedAt();

    String intentId();

    /** About how many bytes it takes in memory. */
    default int weight() {
        return 256;
    }

    /**
     * An intent has reached a version, in that state.
     *
     * @param execution the attempt that it speaks of, if it does
     */
    record Change(
            long offset,
            Instant appendedAt,
            String intentId,
            long version,
            String state,
            @Nullable Execution execution) implements Entry {
        @Override
        public Log log() {
            return Log.EVENTS;
        }
    }

    /**
     * One piece of an answer.
     *
     * @param leaseHash hex SHA-256 of the lease that it carries: by it a piece is known to be the attempt's
     * @param run the execution that it comes from
     * @param index its position within the run, from 0
     * @param data JSON text
     */
    record Piece(
            long offset,
            Instant appendedAt,
            String intentId,
            int attempt,
            String leaseHash,
            String run,
            int index,
            String data)
            implements Entry {
        @Override
        public Log log() {
            return Log.OUTPUT;
        }

        @Override
        public int weight() {
            return 512 + 2 * data.length();
        }
    }
}
