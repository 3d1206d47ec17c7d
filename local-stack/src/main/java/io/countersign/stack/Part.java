package io.countersign.stack;

/** One part of the stack: a process that can be ended, killed, frozen and started again with its data. */
public interface Part {

    /** What people and log lines call it. */
    String name();

    /** Starts it and returns when it answers. */
    void start();

    /** Ends it in order and returns when it is gone. */
    void stop();

    /** Ends it as {@code kill -9} does. */
    void kill();

    /** Freezes it ({@code SIGSTOP}): sockets stay open, nothing answers. */
    void suspend();

    /** Lets a frozen part go on ({@code SIGCONT}). */
    void resume();

    boolean running();

    /** True if it runs and says of itself that only a restart can help. */
    default boolean hopeless() {
        return false;
    }

    /** Ends it in order and starts it again, with the same address and data. */
    default void restart() {
        stop();
        start();
    }
}
