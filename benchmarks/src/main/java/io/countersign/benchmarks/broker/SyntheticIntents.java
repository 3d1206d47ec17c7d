package io.countersign.benchmarks.broker;

import io.countersign.contract.DerivedIds;
import io.countersign.contract.Headers;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.v1.Intent;
import io.countersign.v1.OnQuota;
import io.countersign.wire.WireFormat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Intents of many owners from a seed: the same seed makes the same intents, but for the time of their submission. */
public final class SyntheticIntents {

    private static final int OWNERS = 10_000;
    private static final int AMOUNTS = 10_000;
    private static final int NOTE_LENGTH = 120;
    private static final int TRACE_INDEX = "00-".length();
    private static final int TRACE_DIGITS = 32;

    private final Random random;
    private final WireFormat wire;
    private final int partitions;
    private int made;

    public SyntheticIntents(long seed, WireFormat wire, int partitions) {
        this.random = new Random(seed);
        this.wire = wire;
        this.partitions = partitions;
    }

    /** The next one, as intake-service would write it; its number is in its trace. */
    ProducerRecord<byte[], byte[]> next() {
        return next(random.nextInt(OWNERS));
    }

    /** The next one, of the user of that number. */
    public ProducerRecord<byte[], byte[]> next(int user) {
        int number = made++;
        var owner = new Owner("bench", "user" + user);
        var record = new ProducerRecord<>(
                Topics.SUBMITTED,
                owner.partition(partitions),
                bytes(owner.key()),
                wire.encode(Topics.SUBMITTED, intent(owner)));
        record.headers().add(Headers.REQUEST_ID, bytes(id("request")));
        record.headers().add(Headers.TRACEPARENT, bytes("00-%032x-%016x-01".formatted(number, number)));
        return record;
    }

    /** The number that the next one will have. */
    int made() {
        return made;
    }

    /** The number of the intent whose trace this is. */
    static int numberIn(byte[] traceparent) {
        var text = new String(traceparent, TRACE_INDEX, TRACE_DIGITS, StandardCharsets.US_ASCII);
        return (int) Long.parseLong(text, 16);
    }

    private Intent intent(Owner owner) {
        var nonce = new byte[32];
        random.nextBytes(nonce);
        return Intent.newBuilder()
                .setId(id("intent"))
                .setTenant(owner.tenant())
                .setUser(owner.user())
                .setAgent("support-bot")
                .setTeam("returns")
                .setAction(SyntheticPolicy.ACTIONS.get(random.nextInt(SyntheticPolicy.ACTIONS.size())))
                .setParameters("{\"amount\":%d.5,\"note\":\"%s\",\"order\":\"A-%d\"}"
                        .formatted(random.nextInt(AMOUNTS), "n".repeat(NOTE_LENGTH), random.nextInt(1_000_000)))
                .setModel("small")
                .setMaxTokens(256L)
                .setInputTokens((long) random.nextInt(2_000))
                .setJustification("The parcel arrived damaged, and the customer sent a picture of it.")
                .setOnQuota(OnQuota.REJECT)
                .setRoles(List.of("support", "pro"))
                .setNonce(ByteBuffer.wrap(nonce))
                .setSubmittedAt(Instant.now())
                .build();
    }

    private String id(String kind) {
        return DerivedIds.of(kind, "bench", Long.toString(random.nextLong()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
