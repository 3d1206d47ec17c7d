package io.countersign.protocol;

/** The leave that a handler gives an action to begin; given back once, when the attempt is over. */
@FunctionalInterface
public interface Permit {

    /** Leave that nobody needs back. */
    Permit FREE = () -> {};

    /**
     * Takes the leave back: the handler has returned, or there was no call after all. Called once for each permit, on the
     * thread that asked for it; must be quick.
     */
    void release();
}
