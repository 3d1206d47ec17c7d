package io.countersign.intake.channel;

/** Whoever a channel is told to. */
@FunctionalInterface
public interface Listener {
    /** Blocks while the client has no room for it; interrupted once the client has left or been too slow. */
    void hear(Frame frame) throws InterruptedException;
}
