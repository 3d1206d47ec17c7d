package io.countersign.executor.connector.llm;

/**
 * A model and who has it.
 *
 * @param name the bundle's name
 * @param as the provider's name
 * @param limit how the provider calls the most tokens of an answer
 */
record Model(String name, Provider provider, String as, String limit) {}
