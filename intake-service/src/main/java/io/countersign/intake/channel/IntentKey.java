package io.countersign.intake.channel;

import io.countersign.contract.Owner;

/** An intent and whose it is. */
public record IntentKey(Owner owner, String id) {}
