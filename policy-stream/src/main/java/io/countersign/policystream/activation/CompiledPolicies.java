package io.countersign.policystream.activation;

import io.countersign.policystream.policy.Policy;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The policies that are compiled, by the hash of their bundle. It keeps those that were put into force last, which
 * partitions are about to adopt; an older one is here for as long as some partition decides by it, and is compiled again
 * if it is asked for later. Safe for use by many threads; one compiles at a time, and who wants the same waits for it.
 */
final class CompiledPolicies {

    private final int kept;
    private final Deque<Policy> latest = new ArrayDeque<>();
    private final Map<String, WeakReference<Policy>> known = new ConcurrentHashMap<>();

    /** @param kept how many there are though nobody decides by them */
    CompiledPolicies(int kept) {
        this.kept = kept;
    }

    /** The policy of that hash, compiled unless it is here; what compiles to nothing is not remembered. */
    Optional<Policy> find(String hash, Supplier<Optional<Policy>> compile) {
        return here(hash).or(() -> compiled(hash, compile));
    }

    private Optional<Policy> here(String hash) {
        return Optional.ofNullable(known.get(hash)).map(WeakReference::get);
    }

    private synchronized Optional<Policy> compiled(String hash, Supplier<Optional<Policy>> compile) {
        var meanwhile = here(hash);
        if (meanwhile.isPresent()) {
            return meanwhile;
        }
        // Before there is one more: a large bundle wants the room.
        while (latest.size() >= kept) {
            latest.removeFirst();
        }
        forgetCollected();
        var fresh = compile.get();
        fresh.ifPresent(policy -> {
            latest.addLast(policy);
            known.put(hash, new WeakReference<>(policy));
        });
        return fresh;
    }

    private void forgetCollected() {
        known.values().removeIf(reference -> reference.get() == null);
    }

    /** How many there are, be it only because somebody decides by them. */
    int size() {
        forgetCollected();
        return known.size();
    }
}
