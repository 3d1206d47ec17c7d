package io.countersign.intake.waiting;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.OptionalLong;

/** The versions that recent decisions named: a read that follows one must not show an older. */
public final class PromisedVersions {
    private static final Duration REMEMBERED = Duration.ofSeconds(10);
    private static final int AT_MOST = 100_000;

    private final Cache<String, Long> versions = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(AT_MOST)
            .build();

    public void promise(String ownerKey, String intentId, long version) {
        versions.asMap().merge(key(ownerKey, intentId), version, Math::max);
    }

    public OptionalLong of(String ownerKey, String intentId) {
        var version = versions.getIfPresent(key(ownerKey, intentId));
        return version == null ? OptionalLong.empty() : OptionalLong.of(version);
    }

    private static String key(String ownerKey, String intentId) {
        return ownerKey + "/" + intentId;
    }
}
