package io.countersign.console.desk;

import io.countersign.contract.Owner;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Identifies a session: whose it is, and its id. */
public record SessionKey(Owner owner, String id) {

    /** The key of an owner's record key and a session's id; empty if one is missing, or it belongs to no owner. */
    public static Optional<SessionKey> of(String ownerKey, @Nullable String id) {
        return id == null || id.isEmpty()
                ? Optional.empty()
                : Owner.read(ownerKey).map(owner -> new SessionKey(owner, id));
    }

    /** What it is stored by: of one length, whatever an agent names as its session. */
    public String digest() {
        return UUID.nameUUIDFromBytes((owner.key() + "/" + id).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
