package io.countersign.intake.mcp;

import org.jspecify.annotations.Nullable;

/** What a request says about itself: which revision it is of, in its body and, where that revision wants it, in headers. */
public sealed interface Envelope {

    /** It is of this revision, and its headers say what its body says. */
    record Of(Revision revision) implements Envelope {}

    /** It is of none that is spoken here, or contradicts itself. */
    record Unfit(RpcError error) implements Envelope {}

    /** The headers that repeat what the body says; null if they did not come. */
    record Headers(
            @Nullable String revision,
            @Nullable String method,
            @Nullable String name) {}
}
