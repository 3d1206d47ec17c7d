package io.countersign.policystream;

import io.countersign.contract.Limits;
import io.countersign.door.ClaimNames;
import io.countersign.door.IdentityConfig;
import io.countersign.door.PastTokens;
import io.countersign.policystream.activation.AdoptedPolicy;
import io.countersign.policystream.activation.ControlWriter;
import io.countersign.policystream.activation.KafkaControlLog;
import io.countersign.policystream.activation.PolicyAdministration;
import io.countersign.policystream.inbox.Admission;
import io.countersign.policystream.inbox.InboxLog;
import io.countersign.policystream.inbox.InboxTopology;
import io.countersign.policystream.inbox.IssuerKeys;
import io.countersign.policystream.inbox.KeySource;
import io.countersign.policystream.inbox.Senders;
import io.countersign.policystream.policy.TokenCount;
import io.countersign.policystream.replytopic.BrokerPresence;
import io.countersign.policystream.replytopic.CopyTopology;
import io.countersign.policystream.replytopic.ReplyTopicRule;
import io.countersign.policystream.replytopic.ReplyTopics;
import io.countersign.policystream.stream.DecisionMetrics;
import io.countersign.policystream.stream.IntentTopology;
import io.countersign.policystream.stream.TopologyParts;
import io.countersign.policystream.view.LogTail;
import io.countersign.policystream.view.SessionLog;
import io.countersign.policystream.view.StreamsAccess;
import io.countersign.policystream.view.ViewPositions;
import io.countersign.policystream.view.ViewTopology;
import io.countersign.policystream.view.Views;
import io.countersign.provisioning.Provisioner;
import io.countersign.provisioning.ProvisioningSettings;
import io.countersign.submission.SubmissionRules;
import io.countersign.wire.ApprovalSigner;
import io.countersign.wire.WireFormat;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.streams.Topology;

/** Makes the parts of the service and puts them together. */
final class Wiring {

    private static final Duration PROVISIONING_PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Produces
    @Singleton
    WireFormat wireFormat(PolicyStreamConfig config) {
        return WireFormat.of(config.registry());
    }

    void close(@Disposes WireFormat wireFormat) {
        wireFormat.close();
    }

    @Produces
    @Singleton
    ApprovalSigner approvalSigner(PolicyStreamConfig config) throws IOException {
        return ApprovalSigner.loadOrCreate(config.signingKey());
    }

    @Produces
    @Singleton
    KafkaClients kafkaClients(PolicyStreamConfig config) {
        return new KafkaClients(config.kafka());
    }

    @Produces
    @Singleton
    Admin admin(KafkaClients clients) {
        return clients.admin();
    }

    void close(@Disposes Admin admin) {
        admin.close();
    }

    @Produces
    @Singleton
    Producer<byte[], byte[]> producer(KafkaClients clients) {
        return clients.writer();
    }

    void close(@Disposes Producer<byte[], byte[]> producer) {
        producer.close();
    }

    @Produces
    @Singleton
    Provisioner provisioner(PolicyStreamConfig config) {
        return new Provisioner(new ProvisioningSettings(
                config.kafka(), config.registry(), config.partitions(), config.replication(), PROVISIONING_PATIENCE));
    }

    void close(@Disposes Provisioner provisioner) {
        provisioner.close();
    }

    @Produces
    @Singleton
    StreamFailures streamFailures(MeterRegistry meters) {
        return new StreamFailures(meters, PAUSE_AFTER_FAILURE);
    }

    @Produces
    @Singleton
    KafkaControlLog controlLog(PolicyStreamConfig config, KafkaClients clients, WireFormat wire) {
        var changelog = IntentTopology.changelogOfControls(config.streams().applicationId());
        return new KafkaControlLog(clients::reader, wire, new AdoptedPolicy(clients::reader, changelog));
    }

    @Produces
    @Singleton
    PolicyAdministration policyAdministration(
            PolicyStreamConfig config,
            Provisioner topics,
            KafkaControlLog controls,
            Producer<byte[], byte[]> producer,
            KafkaClients clients,
            WireFormat wire) {
        return new PolicyAdministration(
                topics::ensureApprovedTopics,
                controls,
                new ControlWriter(producer, wire),
                clients::reader,
                wire,
                config.partitions(),
                config.adoptedWithin());
    }

    @Produces
    @Singleton
    ViewPositions viewPositions() {
        return new ViewPositions();
    }

    @Produces
    @Singleton
    Topology topology(
            PolicyStreamConfig config,
            WireFormat wire,
            KafkaControlLog controls,
            ApprovalSigner signer,
            MeterRegistry meters,
            ViewPositions positions) {
        return topology(config.partitions(), wire, controls, signer, meters, positions);
    }

    /** Deciding and view are two sub-topologies of one application. */
    static Topology topology(
            int partitions,
            WireFormat wire,
            KafkaControlLog controls,
            ApprovalSigner signer,
            MeterRegistry meters,
            ViewPositions positions) {
        var topology = new Topology();
        var parts = new TopologyParts(wire, controls, signer::sign, new DecisionMetrics(meters), partitions);
        new IntentTopology(parts).addTo(topology);
        new ViewTopology(wire, positions).addTo(topology);
        return topology;
    }

    @Produces
    @Singleton
    IssuerKeys issuerKeys(PolicyStreamConfig config, IdentityConfig identity, InstantSource clock) {
        var pace = new IssuerKeys.Pace(
                config.inbox().keysRefreshed(),
                PAUSE_AFTER_FAILURE,
                config.inbox().keysWithin());
        return new IssuerKeys(KeySource.at(identity.jwks().orElse("")), clock, pace);
    }

    @Produces
    @Singleton
    ReplyTopics replyTopics(PolicyStreamConfig config) {
        return config.answers().topics().map(ReplyTopics::read).orElseGet(ReplyTopics::none);
    }

    @Produces
    @Singleton
    ReplyTopicRule replyTopicRule(ReplyTopics topics, Admin admin) {
        return new ReplyTopicRule(topics, new BrokerPresence(admin));
    }

    @Produces
    @Singleton
    CopyTopology copyTopology(ReplyTopicRule rule, MeterRegistry meters) {
        return new CopyTopology(rule, meters);
    }

    @Produces
    @Singleton
    InboxTopology inboxTopology(
            JWTAuthContextInfo tokens,
            IdentityConfig identity,
            IssuerKeys keys,
            WireFormat wire,
            ReplyTopicRule replies,
            MeterRegistry meters) {
        var senders = new Senders(new PastTokens(tokens, ClaimNames.of(identity)), keys);
        return inboxTopology(senders, wire, replies, meters);
    }

    /** The way in for agents that speak Kafka, an application of its own. */
    static InboxTopology inboxTopology(Senders senders, WireFormat wire, ReplyTopicRule replies, MeterRegistry meters) {
        var rules = new SubmissionRules(TokenCount::of);
        var random = new SecureRandom();
        var admission = new Admission(senders, wire, rules, replies, () -> nonce(random));
        return new InboxTopology(admission, wire, new InboxLog(meters));
    }

    private static byte[] nonce(SecureRandom random) {
        var nonce = new byte[Limits.NONCE_BYTES];
        random.nextBytes(nonce);
        return nonce;
    }

    @Produces
    @Singleton
    LogTail logTail(
            PolicyStreamConfig config, KafkaClients clients, Admin admin, WireFormat wire, ViewPositions positions) {
        return new LogTail(
                clients::reader, admin, config.streams().applicationId(), wire, positions, config.partitions());
    }

    @Produces
    @Singleton
    SessionLog sessionLog(PolicyStreamConfig config, KafkaClients clients, WireFormat wire) {
        return new SessionLog(clients::reader, wire, config.readWithin());
    }

    void close(@Disposes SessionLog sessionLog) {
        sessionLog.close();
    }

    @Produces
    @Singleton
    Views views(PolicyStreamConfig config, RunningStreams streams, Admin admin, LogTail tail, ViewPositions positions) {
        return new Views(
                new StreamsAccess(streams::get, Advertised.read(config.advertised())),
                admin,
                tail,
                positions,
                config.partitions(),
                config.readWithin());
    }
}
