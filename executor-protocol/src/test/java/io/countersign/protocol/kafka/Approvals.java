package io.countersign.protocol.kafka;

import io.countersign.contract.IdempotencyKey;
import io.countersign.contract.IntentDigest;
import io.countersign.contract.IntentIds;
import io.countersign.contract.Owner;
import io.countersign.v1.ApprovedIntent;
import java.time.Instant;
import java.util.UUID;

/** Approvals as policy-stream makes them, before they are signed. */
final class Approvals {

    private Approvals() {}

    /** One that names no group, may start within two minutes and take ten seconds. */
    static ApprovedIntent of(Owner owner, String action, boolean idempotent) {
        var id = IntentIds.random();
        return ApprovedIntent.newBuilder()
                .setId(id)
                .setTenant(owner.tenant())
                .setUser(owner.user())
                .setAgent("support-bot")
                .setAction(action)
                .setParameters("{\"order\":\"A1\"}")
                .setSummary("Refund order A1")
                .setAttempt(1)
                .setLease(UUID.randomUUID().toString())
                .setIdempotent(idempotent)
                .setIdempotencyKey(IdempotencyKey.of(owner.tenant(), owner.user(), id))
                .setTimeoutMillis(10_000)
                .setStartBy(Instant.now().plusSeconds(120))
                .setPolicyVersion("policy")
                .setDecisionId("decision")
                .setDigest("")
                .setKeyId("")
                .setSignature("")
                .build();
    }

    /** The same record with the digest of its fields. */
    static ApprovedIntent digested(ApprovedIntent approval) {
        approval.setDigest(IntentDigest.of(
                approval.getAction(),
                approval.getAgent(),
                approval.getMaxTokens(),
                approval.getModel(),
                approval.getParameters(),
                approval.getPrivate$(),
                approval.getSession(),
                approval.getTenant(),
                approval.getUser()));
        return approval;
    }
}
