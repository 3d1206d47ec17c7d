package io.countersign.policystream;

import io.quarkus.runtime.Quarkus;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends the process on purpose: in order if that works soon, at once if not. Whoever started it starts it again. */
final class ProcessEnd {

    /** The topics are not what the settings say: starting again changes nothing. */
    static final int UNUSABLE = 1;

    /** The clock stepped (EX_TEMPFAIL): start again. */
    static final int CLOCK_STEPPED = 75;

    private static final Logger LOG = LoggerFactory.getLogger(ProcessEnd.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ProcessEnd() {}

    static void with(int status, String why) {
        LOG.error("the process ends itself status={} why={}", status, why);
        Thread.ofPlatform().daemon().name("process-end").start(() -> halt(status));
        Quarkus.asyncExit(status);
    }

    private static void halt(int status) {
        try {
            Thread.sleep(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(status);
    }
}
