package io.countersign.policystream.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of an owner's intents, newest first.
 *
 * @param next where the next page begins; none if this is the last
 */
public record Page(List<IntentView> items, @Nullable String next) {
    public Page {
        items = List.copyOf(items);
    }
}
