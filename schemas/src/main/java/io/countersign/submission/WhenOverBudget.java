package io.countersign.submission;

/** What the caller wants if a budget is used up. */
public enum WhenOverBudget {
    REJECT,
    DEFER
}
