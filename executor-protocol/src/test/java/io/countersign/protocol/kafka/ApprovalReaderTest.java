package io.countersign.protocol.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.protocol.kafka.Approval.Elsewhere;
import io.countersign.protocol.kafka.Approval.Genuine;
import io.countersign.protocol.kafka.Approval.Refused;
import io.countersign.provisioning.SchemaRegistration;
import io.countersign.v1.ApprovedIntent;
import io.countersign.wire.ApprovalSigner;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApprovalReaderTest {

    private static final int PARTITIONS = 4;
    private static final Owner OWNER = new Owner("acme", "ana");

    private final String scope = UUID.randomUUID().toString();
    private final WireFormat wire = WireFormat.of("mock://" + scope);
    private final ApprovalSigner signer = ApprovalSigner.create();
    private final ApprovalKeys keys = new ApprovalKeys(() -> signer.verifier().toJwkSet());
    private final ApprovalReader reader = new ApprovalReader(wire, keys, PARTITIONS, "ours");
    private final ApprovedIntent approval = Approvals.of(OWNER, "orders.refund", false);

    @BeforeEach
    void register() throws Exception {
        new SchemaRegistration(MockSchemaRegistry.getClientForScope(scope)).registerAll();
    }

    @AfterEach
    void close() {
        wire.close();
        MockSchemaRegistry.dropScope(scope);
    }

    @Test
    void an_approval_that_names_our_group_is_ours() {
        approval.setExecutor("ours");

        assertThat(read(signed())).isInstanceOf(Genuine.class);
    }

    @Test
    void an_approval_that_names_no_group_is_run_by_whoever_reads_it() {
        assertThat(read(signed())).isInstanceOf(Genuine.class);
    }

    @Test
    void an_approval_that_names_another_group_belongs_elsewhere() {
        approval.setExecutor("theirs");

        assertThat(read(signed()))
                .asInstanceOf(type(Elsewhere.class))
                .extracting(Elsewhere::group, elsewhere -> elsewhere.action().id())
                .containsExactly("theirs", approval.getId());
    }

    @Test
    void a_group_that_nobody_signed_is_not_believed() {
        approval.setExecutor("ours");
        var forged = signed();
        forged.setExecutor("theirs");

        assertThat(read(forged))
                .asInstanceOf(type(Refused.class))
                .extracting(Refused::code)
                .isEqualTo("SIGNATURE_INVALID");
    }

    private ApprovedIntent signed() {
        return signer.sign(Approvals.digested(approval));
    }

    private Approval read(ApprovedIntent written) {
        var topic = Topics.approved(written.getAction());
        var key = OWNER.key().getBytes(StandardCharsets.UTF_8);
        var record = new ConsumerRecord<>(topic, OWNER.partition(PARTITIONS), 0L, key, wire.encode(topic, written));
        return reader.read(record, new Patience(() -> true));
    }
}
