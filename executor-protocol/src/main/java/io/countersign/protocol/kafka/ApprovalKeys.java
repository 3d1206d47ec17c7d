package io.countersign.protocol.kafka;

import io.countersign.protocol.KeySource;
import io.countersign.protocol.kafka.Patience.AwayException;
import io.countersign.wire.ApprovalVerifier;
import io.countersign.wire.ApprovalVerifier.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The keys that verify approvals, fetched anew when one is unknown, but not more often than once a second. */
final class ApprovalKeys {

    private static final long REST = Duration.ofSeconds(1).toNanos();

    private record Fetched(ApprovalVerifier verifier, long atNanos) {}

    private final KeySource source;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Fetched fetched;

    ApprovalKeys(KeySource source) {
        this.source = source;
    }

    /** Reads the keys for the first time. */
    void load(Patience patience) {
        var asked = System.nanoTime();
        patience.until(() -> fetchedAfter(asked));
    }

    boolean loaded() {
        return fetched != null;
    }

    /** The verdict by keys that are newer than the question, if those at hand do not know the key. */
    Verdict verify(GenericRecord approval, Patience patience) {
        var asked = System.nanoTime();
        var present = fetched;
        var verdict = present == null ? Verdict.UNKNOWN_KEY : present.verifier().verify(approval);
        return verdict == Verdict.UNKNOWN_KEY
                ? patience.until(() -> fetchedAfter(asked)).verify(approval)
                : verdict;
    }

    private ApprovalVerifier fetchedAfter(long nanos) throws AwayException {
        fetching.lock();
        try {
            var present = fetched;
            if (present != null && present.atNanos() - nanos > 0) {
                return present.verifier();
            }
            if (present != null) {
                LockSupport.parkNanos(present.atNanos() + REST - System.nanoTime());
            }
            var began = System.nanoTime();
            var verifier = ApprovalVerifier.ofJwkSet(source.fetch());
            fetched = new Fetched(verifier, began);
            return verifier;
        } catch (IOException | IllegalArgumentException e) {
            throw new AwayException("the keys that verify approvals are away", e);
        } finally {
            fetching.unlock();
        }
    }
}
