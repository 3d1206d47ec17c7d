package io.countersign.intake.submission;

import io.countersign.door.identity.Caller;

/** The way to the broker. All wait until all of its replicas in sync have the command, or it is clear that they have not. */
public interface Commands {
    /** What became of handing a command over. */
    enum Receipt {
        ACKNOWLEDGED,
        /** Nobody can say that the broker has it. */
        BROKER_AWAY,
        /** It is larger than any record may be. */
        TOO_LARGE
    }

    Receipt submit(NewIntent intent, String requestId) throws InterruptedException;

    Receipt cancel(Caller caller, String intentId, String requestId) throws InterruptedException;

    Receipt open(NewSession session, String requestId) throws InterruptedException;

    Receipt end(Caller caller, String sessionId, String requestId) throws InterruptedException;
}
