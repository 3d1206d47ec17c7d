package io.countersign.provisioning;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.countersign.wire.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prepares a broker and a registry for Countersign; doing it again changes nothing. */
public final class Provisioner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Provisioner.class);

    private final ProvisioningSettings settings;
    private final Patience patience;
    private final TopicPlan plan;
    private final Admin admin;
    private final SchemaRegistryClient registry;

    public Provisioner(ProvisioningSettings settings) {
        this(settings, admin(settings), WireFormat.registryClient(settings.registry()));
    }

    Provisioner(ProvisioningSettings settings, Admin admin, SchemaRegistryClient registry) {
        this.settings = settings;
        this.patience = new Patience(settings.patience());
        this.plan = new TopicPlan(settings.partitions(), settings.replication());
        this.admin = admin;
        this.registry = registry;
    }

    /** Waits for broker and registry, creates all topics but those of actions, and registers all schemas. */
    public void provision() {
        createTopics();
        registerSchemas();
    }

    /** Waits for the broker and creates all topics but those of actions. */
    public void createTopics() {
        patience.until(
                "reach the broker at " + settings.kafka(),
                () -> admin.describeCluster().clusterId().get());
        report(new TopicProvisioning(admin, patience).ensure(plan.topics()));
    }

    /** Waits for the registry and registers all schemas. */
    public void registerSchemas() {
        patience.until("reach the schema registry at " + settings.registry(), registry::getAllSubjects);
        try {
            new SchemaRegistration(registry).registerAll();
        } catch (Exception e) {
            throw new ProvisioningException("cannot register the schemas: " + e.getMessage(), e);
        }
    }

    /** Creates the topics of these actions where they are missing; to be done before a policy that names them is active. */
    public void ensureApprovedTopics(Collection<String> actions) {
        var topics = actions.stream().distinct().map(plan::approved).toList();
        report(new TopicProvisioning(admin, patience).ensure(topics));
    }

    /** As {@link #ensureApprovedTopics}. */
    public void ensureApprovedTopic(String... actions) {
        ensureApprovedTopics(List.of(actions));
    }

    @Override
    public void close() {
        admin.close();
        try {
            registry.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void report(List<String> created) {
        if (!created.isEmpty()) {
            LOG.info("Topics created: {}", String.join(" ", created));
        }
    }

    private static Admin admin(ProvisioningSettings settings) {
        var oneTry = Math.clamp(settings.patience().toMillis(), 1_000, 10_000);
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                settings.kafka(),
                AdminClientConfig.CLIENT_ID_CONFIG,
                "countersign-provisioning",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                oneTry / 2,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                oneTry));
    }
}
