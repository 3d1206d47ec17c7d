package io.countersign.wire;

import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.Cause;
import io.countersign.v1.EventKind;
import io.countersign.v1.Intent;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutcomeStatus;
import io.countersign.v1.ReasonFact;
import io.countersign.v1.ReasonText;
import io.countersign.v1.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;

/** One refund's records, with nothing in them that changes from run to run. */
final class Records {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00.007Z");
    static final String ID = "0195a5b0-7c00-7000-8000-00000000002a";

    private Records() {}

    static Intent intent() {
        return Intent.newBuilder()
                .setId(ID)
                .setTenant("acme")
                .setUser("ana@example.com")
                .setAgent("desk-bot")
                .setAction("orders.refund")
                .setParameters("{\"amount\":99.99,\"order\":\"A1\"}")
                .setMaxTokens(512L)
                .setNonce(ByteBuffer.wrap(nonce()))
                .setSubmittedAt(NOON)
                .build();
    }

    static ApprovedIntent approved() {
        var intent = intent();
        return ApprovedIntent.newBuilder()
                .setId(ID)
                .setTenant(intent.getTenant())
                .setUser(intent.getUser())
                .setAgent(intent.getAgent())
                .setAction(intent.getAction())
                .setParameters(intent.getParameters())
                .setSummary("Refund 99.99 € on order \"A1\"")
                .setMaxTokens(intent.getMaxTokens())
                .setAttempt(1)
                .setLease("00000000-0000-0000-0000-000000000001")
                .setIdempotent(true)
                .setIdempotencyKey("ab".repeat(32))
                .setTimeoutMillis(10_000)
                .setStartBy(NOON.plusSeconds(120))
                .setExecutor("executor-service")
                .setPolicyVersion("cd".repeat(32))
                .setDecisionId("00000000-0000-5000-8000-000000000002")
                .setDigest(RecordDigest.of(intent))
                .setKeyId("")
                .setSignature("")
                .build();
    }

    static Outcome outcome() {
        return Outcome.newBuilder()
                .setId(ID)
                .setTenant("acme")
                .setUser("ana@example.com")
                .setAttempt(1)
                .setLease("00000000-0000-0000-0000-000000000001")
                .setStatus(OutcomeStatus.SUCCEEDED)
                .setResult("{\"refunded\":true}")
                .setUsage(Usage.newBuilder()
                        .setInputTokens(12)
                        .setOutputTokens(34)
                        .build())
                .setExecutor("executor-service")
                .build();
    }

    static IntentEvent event() {
        return IntentEvent.newBuilder()
                .setKind(EventKind.INTENT)
                .setOwner("acme/ana%40example.com")
                .setIntentId(ID)
                .setVersion(1)
                .setSequence(1)
                .setPreviousHash(RecordHash.NO_PREVIOUS)
                .setHash("")
                .setTo("APPROVED")
                .setCause(Cause.newBuilder()
                        .setTopic("intents.submitted")
                        .setPartition(2)
                        .setOffset(9_007_199_254_740_993L)
                        .build())
                .setReasons(List.of(ReasonFact.newBuilder()
                        .setCode("RULE")
                        .setRule("small-refunds")
                        .build()))
                .setActor("policy")
                .setAt(NOON)
                .setAction("orders.refund")
                .setAttempt(1)
                .build();
    }

    static IntentContent content() {
        return IntentContent.newBuilder()
                .setParameters("{\"amount\":99.99,\"order\":\"A1\"}")
                .setSummary("Refund 99.99 € on order \"A1\"")
                .setReasons(List.of(ReasonText.newBuilder()
                        .setCode("RULE")
                        .setMessage("line one\nline two \uD83D\uDE00")
                        .build()))
                .setSalt(ByteBuffer.wrap(nonce()))
                .build();
    }

    /** A record's Avro bytes, without the wire format's header. */
    static byte[] body(IndexedRecord record) {
        var out = new ByteArrayOutputStream();
        var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        try {
            new SpecificDatumWriter<IndexedRecord>(record.getSchema()).write(record, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** The bytes 0 to 31. */
    static byte[] nonce() {
        var nonce = new byte[32];
        for (var i = 0; i < nonce.length; i++) {
            nonce[i] = (byte) i;
        }
        return nonce;
    }
}
