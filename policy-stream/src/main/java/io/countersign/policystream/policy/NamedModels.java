package io.countersign.policystream.policy;

/** Which models the intents of an action may name. */
enum NamedModels {
    /** Any: whether there is such a model is its executor's to say. */
    ANY,
    /** Those that the bundle has documents of. */
    KNOWN
}
