package io.countersign.policystream.http;

import io.countersign.contract.Code;
import io.countersign.door.Problem;
import io.countersign.door.ProblemException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Work that takes much memory: whoever comes while it is being done is sent away for a moment. */
final class OneAtATime {
    private static final String RETRY_SECONDS = "2";

    private final Semaphore turn = new Semaphore(1);
    private final String busy;

    OneAtATime(String busy) {
        this.busy = busy;
    }

    <T> T take(Supplier<T> work) {
        if (!turn.tryAcquire()) {
            throw new ProblemException(
                    Problem.of(Code.RATE_LIMITED, busy).withHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS));
        }
        try {
            return work.get();
        } finally {
            turn.release();
        }
    }
}
