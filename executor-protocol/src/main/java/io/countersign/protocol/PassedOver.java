package io.countersign.protocol;

import java.util.Objects;

/**
 * A model that was tried and passed over for the next one.
 *
 * @param model the bundle's name of it
 * @param failure why it did not answer
 */
public record PassedOver(String model, Failure failure) {

    public PassedOver {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(failure, "failure");
    }
}
