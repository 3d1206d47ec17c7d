package io.countersign.policystream.policy;

import java.util.List;

/**
 * An action that somebody may ask for, as far as it can be told before they do.
 *
 * @param needsSession true if every grant for it counts only in a session that its user opened
 * @param when the conditions under which the session that was asked about covers it: one of them has to hold; none means
 *     whatever the parameters
 */
public record Permission(Action action, boolean needsSession, List<String> when) {

    public Permission {
        when = List.copyOf(when);
    }
}
