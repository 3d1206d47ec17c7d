package io.countersign.console.desk;

import io.countersign.contract.Owner;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Identifies a session: whose it is, and its id. */
public record SessionKey(Owner owner, String id) {

    /** The key of a session; empty if none is named. */
    public static Optional<SessionKey> of(Owner owner, @Nullable String id) {
        return id == null || id.isEmpty() ? Optional.empty() : Optional.of(new SessionKey(owner, id));
    }

    /** What it is stored by: of one length, whatever an agent names as its session. */
    public String digest() {
        return UUID.nameUUIDFromBytes((owner.key() + "/" + id).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
