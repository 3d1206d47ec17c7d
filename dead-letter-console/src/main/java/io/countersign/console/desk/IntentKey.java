package io.countersign.console.desk;

import io.countersign.contract.Owner;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Identifies an intent: whose it is, and its id. */
public record IntentKey(Owner owner, String id) {

    /** The key of these three; empty if one is missing, or they are nobody's. */
    public static Optional<IntentKey> of(@Nullable String tenant, @Nullable String user, @Nullable String id) {
        if (tenant == null || user == null || id == null || id.isEmpty()) {
            return Optional.empty();
        }
        return Owner.of(tenant, user).map(owner -> new IntentKey(owner, id));
    }

    /** The key of an owner's record key and an intent's id; empty for what belongs to no owner. */
    public static Optional<IntentKey> of(String ownerKey, @Nullable String id) {
        return id == null || id.isEmpty()
                ? Optional.empty()
                : Owner.read(ownerKey).map(owner -> new IntentKey(owner, id));
    }

    /** The id of this intent's one row at the desk, the same after every rebuild. */
    public String rowId() {
        return UUID.nameUUIDFromBytes(owner.contentKey(id).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
