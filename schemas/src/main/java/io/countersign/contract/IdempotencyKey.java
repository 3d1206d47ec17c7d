package io.countersign.contract;

/** The key that a backend sees: the same for every attempt of an intent, and of no other intent. */
public final class IdempotencyKey {
    private IdempotencyKey() {}

    /** Hex SHA-256 over the RFC 8785 text of the array of these three. */
    public static String of(String tenant, String user, String id) {
        return Sha256.hex(DerivedIds.array(tenant, user, id));
    }
}
