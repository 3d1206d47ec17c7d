package io.countersign.policystream.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of an intent as one event left them.
 *
 * @param parameters RFC 8785 text; null once a later content has taken its place
 * @param result JSON text
 */
record IntentText(
        @Nullable String parameters,
        @Nullable String summary,
        List<StatedReason> reasons,
        @Nullable String result,
        @Nullable Failure error) {

    IntentText {
        reasons = List.copyOf(reasons);
    }

    /** What is kept when a later content has taken its place: the words of its reasons. */
    IntentText outdated() {
        return new IntentText(null, null, reasons, null, null);
    }
}
