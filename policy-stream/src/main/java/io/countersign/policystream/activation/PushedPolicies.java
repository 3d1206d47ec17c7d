package io.countersign.policystream.activation;

import io.countersign.policystream.policy.Bundle;
import io.countersign.policystream.policy.Policy;
import io.countersign.v1.PolicyBundle;
import io.countersign.wire.WireFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All policies that were ever pushed, compiled when they are asked for. Safe for use by many threads. */
public final class PushedPolicies implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PushedPolicies.class);

    /** The policy in force, and the one that takes its place. */
    private static final int KEPT = 2;

    private final BundleLog bundles;
    private final CompiledPolicies compiled = new CompiledPolicies(KEPT);

    /** @param consumers makes consumers of bytes that read what is committed, from the beginning, in no group */
    public PushedPolicies(Supplier<Consumer<byte[], byte[]>> consumers, WireFormat wire) {
        this.bundles = new BundleLog(consumers, wire);
    }

    /** The policy of that hash, if it is there and this version of the software can use it. */
    public Optional<Policy> policy(String hash) {
        return compiled.find(hash, () -> compile(hash));
    }

    /** The bundle of that hash, as it was pushed. */
    Optional<PolicyBundle> bundle(String hash) {
        return bundles.find(hash);
    }

    @Override
    public void close() {
        bundles.close();
    }

    private Optional<Policy> compile(String hash) {
        return bundles.find(hash).flatMap(bundle -> compile(hash, bundle.getYaml()));
    }

    private static Optional<Policy> compile(String hash, String yaml) {
        if (!Bundle.hash(yaml).equals(hash)) {
            LOG.error("a bundle is not what its key says bundle={}", hash);
            return Optional.empty();
        }
        return switch (Bundle.read(yaml)) {
            case Bundle.Loaded loaded -> Optional.of(loaded.policy());
            case Bundle.Invalid(var problems) -> {
                LOG.error("a bundle does not compile bundle={} problems={}", hash, problems);
                yield Optional.empty();
            }
        };
    }
}
