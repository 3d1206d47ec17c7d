package io.countersign.policystream.activation;

import io.countersign.contract.ControlKeys;
import io.countersign.contract.Owner;
import io.countersign.provisioning.ProvisioningException;
import io.countersign.v1.Control;
import io.countersign.v1.ControlKind;
import io.countersign.v1.PolicyBundle;
import io.countersign.wire.RegistryAwayException;
import io.countersign.wire.WireFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts bundles into force, freezes, and sets limits for single owners: writes the control, and waits until every partition says that it decides by it.
 * Safe for use by many threads, which it blocks; the order of the log decides whose control is the last.
 */
public final class PolicyAdministration {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyAdministration.class);

    private final Consumer<Collection<String>> topics;
    private final KafkaControlLog controls;
    private final ControlWriter writer;
    private final Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers;
    private final WireFormat wire;
    private final int partitions;
    private final Duration patience;

    /**
     * @param topics creates the topics of these actions where they are missing
     * @param consumers makes consumers of bytes that read what is committed, in no group
     * @param partitions of every owner-keyed topic
     * @param patience how long to wait for the partitions
     */
    public PolicyAdministration(
            Consumer<Collection<String>> topics,
            KafkaControlLog controls,
            ControlWriter writer,
            Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers,
            WireFormat wire,
            int partitions,
            Duration patience) {
        this.topics = topics;
        this.controls = controls;
        this.writer = writer;
        this.consumers = consumers;
        this.wire = wire;
        this.partitions = partitions;
        this.patience = patience;
    }

    /** Puts a bundle into force for all that is decided from now on. */
    public Activation activate(String yaml, String actor) {
        var candidate = Candidate.read(yaml);
        if (!candidate.isValid()) {
            return new Activation.Invalid(candidate.problems());
        }
        var activation = atBroker(() -> activate(candidate, yaml, actor));
        return activation instanceof Activation.Written(var version, var missing, var none)
                ? new Activation.Written(version, missing, candidate.warnings())
                : activation;
    }

    /** Topics first: a task that approves into a missing one would stop. The bundle before the control that names it. */
    private Activation activate(Candidate candidate, String yaml, String actor) {
        var version = candidate.version();
        topics.accept(candidate.actions());
        if (!controls.holds(version)) {
            writer.bundle(new PolicyBundle(version, yaml, actor));
        }
        var control = Control.newBuilder()
                .setKind(ControlKind.ACTIVE)
                .setBundle(version)
                .setActor(actor)
                .build();
        return adopted(version, to -> to.control(ControlKeys.ACTIVE, control));
    }

    /** Pulls the kill switch of a scope. */
    public Activation freeze(String scope, boolean cancelRunning, String reason, String actor) {
        var control = Control.newBuilder()
                .setKind(ControlKind.FREEZE)
                .setScope(scope)
                .setCancelRunning(cancelRunning)
                .setReason(reason)
                .setActor(actor)
                .build();
        return atBroker(() -> adopted(scope, to -> to.control(ControlKeys.freeze(scope), control)));
    }

    /** Ends the freeze of a scope. */
    public Activation thaw(String scope, String actor) {
        LOG.info("a freeze is to end scope={} actor={}", scope, actor);
        return atBroker(() -> ended(scope, ControlKeys.freeze(scope)));
    }

    /** Sets one owner's limit of a budget, in place of what the policy comes to. */
    public Activation override(
            String budget, Owner owner, long limit, @Nullable Instant until, String reason, String actor) {
        var control = Control.newBuilder()
                .setKind(ControlKind.OVERRIDE)
                .setScope(budget + "/" + owner.key())
                .setLimit(limit)
                .setUntil(until)
                .setReason(reason)
                .setActor(actor)
                .build();
        var key = ControlKeys.override(budget, owner.key());
        return atBroker(() -> adopted(key, to -> to.control(key, control)));
    }

    /** Gives one owner the policy's limit of a budget back. */
    public Activation endOverride(String budget, Owner owner, String actor) {
        var key = ControlKeys.override(budget, owner.key());
        LOG.info("an override is to end key={} actor={}", key, actor);
        return atBroker(() -> ended(key, key));
    }

    /** What was set a moment ago, here or by another instance, may not have been read yet; it can be ended all the same. */
    private Activation ended(String version, String key) {
        controls.awaitRead();
        return controls.standing(key).isEmpty() ? new Activation.Missing() : adopted(version, to -> to.end(key));
    }

    private Activation adopted(String version, ToLongFunction<ControlWriter> write) {
        try (var watch = new AdoptionWatch(consumers.get(), wire, partitions)) {
            long offset = write.applyAsLong(writer);
            var missing = watch.missing(offset, patience);
            LOG.info("control written offset={} of={} missing={}", offset, version, missing);
            return new Activation.Written(version, missing, List.of());
        }
    }

    private static Activation atBroker(Supplier<Activation> work) {
        try {
            return work.get();
        } catch (KafkaException | ProvisioningException | RegistryAwayException e) {
            LOG.warn("a control could not be written: {}", e.toString());
            return new Activation.Away(e.getMessage() == null ? "the broker is away" : e.getMessage());
        }
    }
}
