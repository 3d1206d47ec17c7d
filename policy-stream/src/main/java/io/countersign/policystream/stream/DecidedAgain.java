package io.countersign.policystream.stream;

import io.countersign.contract.Topics;
import io.countersign.policystream.activation.ControlLog;
import io.countersign.policystream.lifecycle.Input;
import io.countersign.policystream.lifecycle.IntentState;
import io.countersign.policystream.store.MemoryStore;
import io.countersign.v1.Cause;
import io.countersign.v1.IntentEvent;
import io.countersign.wire.WireFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * One partition that decides its recorded inputs once more, by the same {@link DecidingPartition} that decided them, on
 * stores in memory; only its events are kept. What decided when is its caller's to say: the order of the inputs, and the
 * time at which each was decided. For one thread.
 */
public final class DecidedAgain {

    /** The cause of what follows from no record. */
    private static final Cause NOWHERE = new Cause(Topics.TICKS, 0, 0L, null);

    private final CommandReader reader;
    private final TaskStores stores;
    private final DecidingPartition deciding;
    private final Events events;

    /** @param policies knows the bundles; nothing is adopted from it unless it is said */
    public DecidedAgain(WireFormat wire, ControlLog policies, int partition, int partitions) {
        reader = new CommandReader(wire);
        stores = TaskStores.of(new MemoryStore<>(), new MemoryStore<>(), policies);
        events = new Events(partitions);
        var parts = new TopologyParts(wire, policies, approval -> approval, DecisionLog.NONE, partitions);
        deciding = new DecidingPartition(parts, stores, events, partition);
    }

    /**
     * The partition adopts a control.
     *
     * @param during the input before which it did
     */
    public List<IntentEvent> adopt(ControlLog.Entry control, Cause during, Instant at) {
        pass(at);
        deciding.adopt(control, arrival(during, at));
        return events.taken();
    }

    /** The partition reads a record, whose append time is the record's own. */
    public List<IntentEvent> read(ConsumerRecord<byte[], byte[]> input, Instant at) {
        pass(at);
        deciding.decide(arrival(input));
        return events.taken();
    }

    /** What an executor reports in a record; empty if that is anything else. */
    public Optional<Input.Reported> reported(ConsumerRecord<byte[], byte[]> outcome) {
        return reader.read(arrival(outcome)) instanceof Command.Known known
                        && known.input() instanceof Input.Reported report
                ? Optional.of(report)
                : Optional.empty();
    }

    /** An executor reports what no record says. */
    public List<IntentEvent> report(String owner, String intentId, Input.Reported report, Instant at) {
        pass(at);
        deciding.decide(owner, intentId, report, arrival(NOWHERE, at));
        return events.taken();
    }

    /** A timer of an intent fires; nothing follows if it has none of that name. */
    public List<IntentEvent> fire(String owner, String intentId, Cause tick, Instant at) {
        pass(at);
        deciding.fire(owner, intentId, String.valueOf(tick.getTimer()), arrival(tick, at));
        return events.taken();
    }

    /**
     * All timers fire that are due of some intents, told by owner and id, but those that wait for a fence.
     *
     * @param again true if intents may be among them by now that were not before
     */
    public List<IntentEvent> fireDue(BiPredicate<String, String> intents, boolean again, Instant at) {
        stores.partition().consumed(at.toEpochMilli());
        if (again) {
            stores.partition().scanFromTheStart();
        }
        deciding.forget(key -> intents.test(key.owner(), key.intentId()), arrival(NOWHERE, at));
        return events.taken();
    }

    /** The state of an intent, if it is known. */
    public Optional<IntentState> state(String owner, String intentId) {
        return Optional.ofNullable(deciding.state(owner, intentId));
    }

    /** The sequence number of the owner's last event; 0 before the first. */
    public long sequence(String owner) {
        return stores.accounts().of(owner).chain().sequence();
    }

    /** The owner's next event follows this one. */
    public void continueFrom(String owner, long sequence, String hash) {
        stores.accounts().change(owner).chain(new Chain(sequence, hash));
    }

    /** Time passes, and what no event tells of happens: it changes nothing that is decided. */
    private void pass(Instant at) {
        stores.accounts().flush();
        stores.partition().consumed(at.toEpochMilli());
        deciding.forget(key -> false, arrival(NOWHERE, at));
    }

    private static Arrival arrival(ConsumerRecord<byte[], byte[]> input) {
        return new Arrival(
                input.topic(),
                input.partition(),
                input.offset(),
                input.timestamp(),
                null,
                new Record<>(input.key(), input.value(), input.timestamp(), input.headers()));
    }

    private static Arrival arrival(Cause cause, Instant at) {
        var record = new Record<>(new byte[0], new byte[0], at.toEpochMilli(), new RecordHeaders());
        return new Arrival(cause.getTopic(), cause.getPartition(), cause.getOffset(), at.toEpochMilli(), null, record);
    }

    private static final class Events implements Outputs {

        private final int partitions;
        private List<IntentEvent> events = new ArrayList<>();

        Events(int partitions) {
            this.partitions = partitions;
        }

        List<IntentEvent> taken() {
            var taken = events;
            events = new ArrayList<>();
            return taken;
        }

        @Override
        public int partitions() {
            return partitions;
        }

        @Override
        public void keyed(
                String topic,
                @Nullable String key,
                int partition,
                SpecificRecord value,
                @Nullable String traceparent,
                @Nullable String replyTo) {
            if (value instanceof IntentEvent event) {
                events.add(event);
            }
        }

        @Override
        public void raw(byte @Nullable [] key, String topic, int partition, byte[] value, RecordHeaders headers) {
            // What was put back or sent home was recorded where it went.
        }
    }
}
