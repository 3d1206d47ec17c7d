package io.countersign.policystream.view;

import io.countersign.wire.Reading;
import io.countersign.wire.RegistryAwayException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a record although the registry is away for a moment: nothing is wrong with the record. It gives up before the
 * broker would end the transaction; the thread then starts anew, at the same record.
 */
final class PatientReading {

    private static final Logger LOG = LoggerFactory.getLogger(PatientReading.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(250);

    <T> Reading<T> read(Supplier<Reading<T>> attempt) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return attempt.get();
            } catch (RegistryAwayException away) {
                if (System.nanoTime() - until > 0) {
                    throw away;
                }
                LOG.warn("waiting for the schema registry: {}", away.getMessage());
                pause(away);
            }
        }
    }

    private static void pause(RegistryAwayException away) {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away;
        }
    }
}
