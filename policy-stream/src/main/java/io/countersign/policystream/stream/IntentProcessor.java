package io.countersign.policystream.stream;

import io.countersign.contract.Topics;
import io.countersign.v1.Tick;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * One partition of the topology: hands what arrives to the {@link DecidingPartition}, and asks for time when something
 * may be due. The only clock it looks at decides nothing: it only asks.
 */
final class IntentProcessor implements Processor<byte[], byte[], byte[], Outgoing> {

    private static final Duration ASK_EVERY = Duration.ofMillis(100);
    private static final long TICK_NANOS = Duration.ofSeconds(1).toNanos();

    private final TopologyParts parts;
    private ProcessorContext<byte[], Outgoing> context;
    private TaskStores stores;
    private Emitter out;
    private DecidingPartition deciding;
    private Cadence cadence;
    private @Nullable Duration soon;
    private int self;
    private boolean uncommitted;
    private long lastRead;
    private long lastTick;
    private boolean asked;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
    IntentProcessor(TopologyParts parts) {
        this.parts = parts;
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> processorContext) {
        context = processorContext;
        self = context.taskId().partition();
        stores = TaskStores.of(
                context.getStateStore(Deciding.STORE), context.getStateStore(Deciding.CONTROLS), parts.controls());
        // It is committed with the offsets, for each partition that was read, and so is exactly what was consumed.
        stores.partition().consumed(context.currentStreamTimeMs());
        out = new Emitter(context, parts.wire(), stores.partition(), parts.partitions());
        deciding = new DecidingPartition(parts, stores, out, self);
        cadence = Cadence.ofThisThread();
        lastRead = System.nanoTime();
        lastTick = lastRead - TICK_NANOS;
        context.schedule(ASK_EVERY, PunctuationType.WALL_CLOCK_TIME, timestamp -> askForTime());
        soon = Cadence.soon(context.appConfigs());
        if (soon != null) {
            // Twice as often as it is due, so that what came just behind a commit does not wait twice as long.
            context.schedule(soon.dividedBy(2), PunctuationType.WALL_CLOCK_TIME, timestamp -> commitIfDue());
        }
    }

    private void commitIfDue() {
        if (soon != null && uncommitted && cadence.asksAt(System.nanoTime(), soon)) {
            uncommitted = false;
            context.commit();
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var metadata = context.recordMetadata().orElseThrow();
        var arrival = new Arrival(
                metadata.topic(), metadata.partition(), metadata.offset(), record.timestamp(), null, record);
        lastRead = System.nanoTime();
        deciding.take(arrival);
        uncommitted = true;
        cadence.took(context.currentSystemTimeMs() - record.timestamp(), lastRead);
        commitIfDue();
    }

    /** Only asks: the timers fire when the tick is read. */
    private void askForTime() {
        long nanos = System.nanoTime();
        if (nanos - lastTick < TICK_NANOS) {
            return;
        }
        long mayBe =
                stores.partition().now() + Duration.ofNanos(nanos - lastRead).toMillis();
        boolean due = !asked
                || stores.timers().nextDue() <= mayBe
                || !stores.adoption().pending().isEmpty();
        if (due) {
            asked = true;
            uncommitted = true;
            lastTick = nanos;
            out.keyed(Topics.TICKS, Integer.toString(self), self, new Tick(self), null);
        }
    }
}
