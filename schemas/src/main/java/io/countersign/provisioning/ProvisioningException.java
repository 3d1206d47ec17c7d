package io.countersign.provisioning;

import org.jspecify.annotations.Nullable;

/** Provisioning cannot go on; the message tells an operator why. */
public final class ProvisioningException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProvisioningException(String message) {
        super(message);
    }

    ProvisioningException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
