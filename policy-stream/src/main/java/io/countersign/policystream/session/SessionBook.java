package io.countersign.policystream.session;

import java.util.Optional;

/** An owner's sessions, as far as they are remembered. */
@FunctionalInterface
public interface SessionBook {

    /** Where nobody has opened any. */
    SessionBook EMPTY = id -> Optional.empty();

    /** The one of this id. */
    Optional<OpenedSession> find(String id);
}
