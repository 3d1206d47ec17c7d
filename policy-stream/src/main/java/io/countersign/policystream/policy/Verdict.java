package io.countersign.policystream.policy;

/** What a rule asks for, and what a bundle's test expects; more severe ones come later. */
enum Verdict {
    ALLOW,
    DEFER,
    HOLD,
    REJECT
}
