package io.countersign.executor.execution;

/** A value of the action does not fit into the call that its route describes: no call can be made. */
public final class UnusableParameter extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says which value, never what it is. */
    public UnusableParameter(String message) {
        super(message);
    }
}
