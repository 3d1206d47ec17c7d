package io.countersign.protocol.execution;

/**
 * Identifies an attempt among all owners.
 *
 * @param owner the record key of everything that belongs to the intent's owner
 */
public record AttemptKey(String owner, String id, int attempt) {}
