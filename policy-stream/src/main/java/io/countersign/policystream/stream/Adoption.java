package io.countersign.policystream.stream;

import io.countersign.contract.ControlKeys;
import io.countersign.policystream.activation.ControlLog;
import io.countersign.policystream.activation.SetLimits;
import io.countersign.policystream.activation.StoredControl;
import io.countersign.policystream.lifecycle.Freeze;
import io.countersign.policystream.lifecycle.Freezes;
import io.countersign.policystream.lifecycle.Overrides;
import io.countersign.policystream.policy.Policy;
import io.countersign.v1.Control;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The controls that a partition decides by. They change only at {@link #adopt}, which the partition records as an event
 * of its own, so that its log alone says which control governed which decision.
 */
final class Adoption {

    private final ControlLog log;
    private final KeyValueStore<String, byte[]> store;
    private final PartitionState partition;
    private @Nullable String bundle;
    private @Nullable Policy policy;
    private Freezes freezes = Freezes.NONE;
    private final Map<String, Freeze> frozen = new TreeMap<>();
    private final Map<String, Overrides.Limit> limits = new HashMap<>();
    private long nextThaw = Long.MAX_VALUE;

    Adoption(ControlLog log, KeyValueStore<String, byte[]> store, PartitionState partition) {
        this.log = log;
        this.store = store;
        this.partition = partition;
        readAll();
    }

    /** Controls that have been read and are not adopted yet, in order. */
    List<ControlLog.Entry> pending() {
        return log.end() - 1 > partition.adopted() ? log.after(partition.adopted()) : List.of();
    }

    void adopt(ControlLog.Entry entry) {
        var control = entry.control();
        if (control == null) {
            store.delete(entry.key());
        } else {
            store.put(entry.key(), StoredControl.bytes(control));
        }
        partition.adopt(entry.offset());
        if (ControlKeys.frozenScope(entry.key()).isPresent()) {
            partition.scanFromTheStart();
        }
        take(entry.key(), control);
    }

    /** The version of the bundle that the partition has adopted; null if there is none that one can decide by. */
    @Nullable
    String version() {
        return bundle != null && log.compiles(bundle) ? bundle : null;
    }

    /** Compiled when somebody asks for it: of several bundles that are adopted at once only the last one is needed. */
    Policy policy() {
        if (policy == null && bundle != null) {
            policy = log.policy(bundle).orElse(null);
        }
        if (policy == null) {
            throw new IllegalStateException("the partition has adopted no bundle");
        }
        return policy;
    }

    Freezes freezes() {
        return freezes;
    }

    Overrides overrides() {
        return (ownerKey, budget) -> limits.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(limits.get(ControlKeys.override(budget, ownerKey)));
    }

    /** A freeze that ends by itself wakes what it had left due. */
    void timePassed(long now) {
        if (now >= nextThaw) {
            partition.scanFromTheStart();
            nextThaw = thawAfter(now);
        }
    }

    private void readAll() {
        try (var all = store.all()) {
            while (all.hasNext()) {
                var next = all.next();
                take(next.key, StoredControl.read(next.value));
            }
        }
    }

    /** A control takes the place of the one before it, or ends it. */
    private void take(String key, @Nullable Control control) {
        if (key.equals(ControlKeys.ACTIVE)) {
            bundle = control == null ? null : control.getBundle();
            policy = null;
        } else if (ControlKeys.isOverride(key)) {
            SetLimits.of(control).ifPresentOrElse(limit -> limits.put(key, limit), () -> limits.remove(key));
        } else {
            ControlKeys.frozenScope(key).ifPresent(scope -> freeze(scope, control));
        }
    }

    private void freeze(String scope, @Nullable Control control) {
        if (control == null) {
            frozen.remove(scope);
        } else {
            frozen.put(scope, new Freeze(scope, control.getUntil()));
        }
        freezes = new Freezes(List.copyOf(frozen.values()));
        nextThaw = thawAfter(partition.now());
    }

    private long thawAfter(long now) {
        long earliest = Long.MAX_VALUE;
        for (var freeze : freezes.all()) {
            Instant until = freeze.until();
            if (until != null && until.toEpochMilli() > now) {
                earliest = Math.min(earliest, until.toEpochMilli());
            }
        }
        return earliest;
    }
}
