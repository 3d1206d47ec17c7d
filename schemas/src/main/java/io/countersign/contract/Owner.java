package io.countersign.contract;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.utils.Utils;

/**
 * Whose an intent is: a user of a tenant, and the key of everything that belongs to them. The broker's own key,
 * {@code @broker/<partition>}, is no owner: percent-encoding keeps every tenant's name clear of {@code @}.
 */
public record Owner(String tenant, String user) {
    /** The longest {@link #key()}. */
    public static final int MAX_BYTES = Limits.OWNER_BYTES;

    private static final String BROKER = "@broker/";

    public Owner {
        if (tenant.isEmpty() || user.isEmpty()) {
            throw new IllegalArgumentException("an owner has a tenant and a user");
        }
        if (key(tenant, user).length() > MAX_BYTES) {
            throw new IllegalArgumentException("an owner's key has at most " + MAX_BYTES + " bytes");
        }
    }

    /** The owner of these two, unless one is empty, is not Unicode, or they are too long together. */
    public static Optional<Owner> of(String tenant, String user) {
        try {
            return Optional.of(new Owner(tenant, user));
        } catch (IllegalArgumentException notAnOwner) {
            return Optional.empty();
        }
    }

    /** True if an owner can be of this tenant: it leaves room for a user in the key. */
    public static boolean isTenant(String tenant) {
        return of(tenant, "u").isPresent();
    }

    /** Reads {@link #key()} back; anything that {@code key()} would not write is an {@link IllegalArgumentException}. */
    public static Owner parse(String key) {
        return read(key).orElseThrow(() -> new IllegalArgumentException("not an owner's key: " + key));
    }

    /** Reads {@link #key()} back; empty for anything that {@code key()} would not write. */
    public static Optional<Owner> read(String key) {
        var slash = key.indexOf('/');
        if (slash < 0 || key.length() > MAX_BYTES) {
            return Optional.empty();
        }
        return PercentEncoding.decode(key.substring(0, slash))
                .flatMap(tenant ->
                        PercentEncoding.decode(key.substring(slash + 1)).flatMap(user -> of(tenant, user)))
                .filter(owner -> owner.key().equals(key));
    }

    /** The record key of what belongs to no owner but to a partition. */
    public static String brokerKey(int partition) {
        return BROKER + partition;
    }

    public static boolean isBrokerKey(String key) {
        return key.startsWith(BROKER);
    }

    /** The partition of a record key: the broker's own names its partition, any other is hashed as Kafka does. */
    public static int partitionOf(String key, int partitions) {
        for (var partition = 0; isBrokerKey(key) && partition < partitions; partition++) {
            if (key.equals(brokerKey(partition))) {
                return partition;
            }
        }
        return Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /** Tenant, slash, user, each percent-encoded except RFC 3986's unreserved characters. */
    public String key() {
        return key(tenant, user);
    }

    /** The key of an intent's content: it lies on the owner's partition, not on this key's own hash. */
    public String contentKey(String intentId) {
        return key() + "/" + intentId;
    }

    /** The partition of all records of this owner. */
    public int partition(int partitions) {
        return partitionOf(key(), partitions);
    }

    @Override
    public String toString() {
        return key();
    }

    private static String key(String tenant, String user) {
        return PercentEncoding.encode(tenant) + "/" + PercentEncoding.encode(user);
    }
}
