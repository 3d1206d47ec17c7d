package io.countersign.policystream.budget;

/** Names one owner's balance: a budget in one of its windows. */
public record BalanceKey(String budget, Window window) {}
