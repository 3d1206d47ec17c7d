package io.countersign.console.desk;

/** Takes commands and answers each once. */
public interface Broker {

    /** Sends the command and waits for its verdict; blocks for some seconds at most. */
    Verdict submit(Command command);
}
