package io.countersign.policystream.lifecycle;

/**
 * A model that an executor tried before the one that answered.
 *
 * @param message what came of it, in the executor's words
 */
public record PassedOver(String model, String code, String message) {}
