package io.countersign.policystream.activation;

import io.countersign.policystream.policy.Policy;
import io.countersign.v1.Control;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The controls as far as they have been read: what every task adopts, in the order of the log. Safe for use by many
 * threads; reading it never waits, but for bundles that lay in the log when it was opened: who has not adopted them yet has
 * them compiled.
 */
public interface ControlLog {

    /**
     * The controls behind an offset (-1 for all), in the order of the log, ready to adopt: the bundle of an {@code
     * ACTIVE} compiles. What compaction has removed, and bundles that do not compile, are left out.
     */
    List<Entry> after(long offset);

    /** The compiled bundle of that hash, if it is there and this version of the software can use it. */
    Optional<Policy> policy(String hash);

    /** True if {@link #policy} has that bundle. Once it was compiled it is not compiled again to tell. */
    default boolean compiles(String hash) {
        return policy(hash).isPresent();
    }

    /** The offset behind the last control that has been read; 0 if there is none. */
    long end();

    /**
     * One control, or the end of one.
     *
     * @param key what it replaces: {@code active}, {@code freeze/<scope>}, {@code override/<budget>/<owner>}
     * @param control null ends what the key names
     * @param appendedAt broker time
     */
    record Entry(long offset, String key, @Nullable Control control, Instant appendedAt) {}
}
