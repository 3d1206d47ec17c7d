package io.countersign.intake.channel;

import org.jspecify.annotations.Nullable;

/**
 * What the audit log says of one attempt's output.
 *
 * @param attempt the hand-off, from 1
 * @param leaseHash hex SHA-256 of its lease
 * @param run the latest execution that is known to have begun
 * @param chunks how many pieces that execution produced, once it has ended
 */
public record Execution(
        int attempt,
        String leaseHash,
        @Nullable String run,
        @Nullable Integer chunks) {}
