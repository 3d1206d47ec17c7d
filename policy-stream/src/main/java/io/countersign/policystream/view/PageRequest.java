package io.countersign.policystream.view;

import io.countersign.contract.Owner;
import org.jspecify.annotations.Nullable;

/**
 * Which of an owner's intents are asked for.
 *
 * @param state only those; all if none
 * @param after behind which place of an earlier page; none for the first
 */
public record PageRequest(
        Owner owner, @Nullable String state, @Nullable String after, int limit) {

    boolean wants(String found) {
        return state == null || state.equals(found);
    }

    /** Nothing sorts between a place and the same with a character more but what is behind it. */
    String begin() {
        return after == null ? "" : after + '\0';
    }
}
