package io.countersign.door.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.countersign.contract.Limits;
import io.countersign.contract.Owner;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * How many requests and bytes a user, and all users of a tenant together, may bring each second: whoever brings more is
 * refused alone. It remembers only those whose quota is not whole, and of them no more than it is told to; whoever is
 * forgotten begins with a whole quota, while the tenant's, which is asked for all the time, still counts.
 */
public final class CallerLimits {
    /** What may be brought. */
    public record Rates(Rate userRequests, Rate userBytes, Rate tenantRequests, Rate tenantBytes) {}

    private final LongSupplier clock;
    private final Callers users;
    private final Callers tenants;

    /**
     * @param remembered how many users, and how many tenants, at most
     * @param clock nanoseconds that never go back
     */
    public CallerLimits(Rates rates, int remembered, LongSupplier clock) {
        this.clock = clock;
        users = new Callers("user", rates.userRequests(), rates.userBytes(), remembered, clock);
        tenants = new Callers("tenant", rates.tenantRequests(), rates.tenantBytes(), remembered, clock);
    }

    /** Lets one request in; else says which limit it would exceed, and takes nothing from any. */
    public Optional<Exceeded> take(Owner caller, long bytes) {
        long now = clock.getAsLong();
        var user = users.usage(caller.key());
        var exceeded = users.take(user, bytes, now);
        if (exceeded.isPresent()) {
            return exceeded;
        }
        exceeded = tenants.take(tenants.usage(caller.tenant()), bytes, now);
        if (exceeded.isPresent()) {
            user.giveBack(1, bytes);
        }
        return exceeded;
    }

    /** Bytes that came after their request was let in. */
    public void charge(Owner caller, long bytes) {
        long now = clock.getAsLong();
        users.usage(caller.key()).bytes().charge(bytes, now);
        tenants.usage(caller.tenant()).bytes().charge(bytes, now);
    }

    /** How many users are remembered. */
    public long remembered() {
        return users.size();
    }

    private record Usage(Bucket requests, Bucket bytes) {
        void giveBack(long requested, long brought) {
            requests.giveBack(requested);
            bytes.giveBack(brought);
        }
    }

    /** All users, or all tenants. */
    private static final class Callers {
        private final String kind;
        private final Rate requests;
        private final Rate bytes;
        private final Usage unlimited;
        private final Cache<String, Usage> usages;

        Callers(String kind, Rate requests, Rate bytes, int remembered, LongSupplier clock) {
            this.kind = kind;
            this.requests = requests;
            this.bytes = bytes;
            unlimited = new Usage(new Bucket(requests), new Bucket(bytes));
            usages = Caffeine.newBuilder()
                    .maximumSize(remembered)
                    .expireAfterAccess(untilWhole(requests, 1).plus(untilWhole(bytes, Limits.BUNDLE_BYTES)))
                    .ticker(clock::getAsLong)
                    .executor(Runnable::run)
                    .build();
        }

        /** After so long without a request nothing is missing, however large the last one was. */
        private static Duration untilWhole(Rate rate, long largest) {
            return rate.isLimited() ? rate.burst().plusNanos(rate.nanos(largest)) : Duration.ofSeconds(1);
        }

        Usage usage(String name) {
            return !requests.isLimited() && !bytes.isLimited()
                    ? unlimited
                    : usages.get(name, unseen -> new Usage(new Bucket(requests), new Bucket(bytes)));
        }

        Optional<Exceeded> take(Usage usage, long brought, long now) {
            long wait = usage.requests().take(1, now);
            if (wait > 0) {
                return Optional.of(exceeded("requests", "requests", requests, usage.requests(), wait, now));
            }
            wait = usage.bytes().take(brought, now);
            if (wait > 0) {
                usage.requests().giveBack(1);
                return Optional.of(exceeded("bytes", "content-bytes", bytes, usage.bytes(), wait, now));
            }
            return Optional.empty();
        }

        private Exceeded exceeded(String what, String unit, Rate rate, Bucket bucket, long wait, long now) {
            var retryIn = Duration.ofNanos(wait);
            var limit = new RateLimit(
                    kind + "-" + what,
                    rate.quota(),
                    OptionalLong.of(rate.burst().toSeconds()),
                    unit,
                    bucket.left(now),
                    OptionalLong.of(Math.max(1, RateLimit.wholeSeconds(retryIn))));
            return new Exceeded(limit, retryIn);
        }

        long size() {
            usages.cleanUp();
            return usages.estimatedSize();
        }
    }
}
