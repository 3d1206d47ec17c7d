package io.countersign.provisioning;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what may be on its way, but not for ever. */
final class Patience {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Duration limit;

    Patience(Duration limit) {
        this.limit = limit;
    }

    /** Tries again until it does not fail any more; then what it failed of is in the exception. */
    <T> T until(String purpose, Callable<T> attempt) {
        var start = System.nanoTime();
        while (true) {
            var failure = (Exception) null;
            try {
                return attempt.call();
            } catch (InterruptedException e) {
                throw interrupted(purpose, e);
            } catch (Exception e) {
                failure = e;
            }
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new ProvisioningException(
                        "%s: not within %d s (%s)".formatted(purpose, limit.toSeconds(), reason(failure)), failure);
            }
            pause(purpose);
        }
    }

    private static void pause(String purpose) {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            throw interrupted(purpose, e);
        }
    }

    private static ProvisioningException interrupted(String purpose, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ProvisioningException(purpose + ": interrupted", e);
    }

    private static String reason(Throwable failure) {
        var message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
