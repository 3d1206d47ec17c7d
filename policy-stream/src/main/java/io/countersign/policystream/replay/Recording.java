package io.countersign.policystream.replay;

import io.countersign.policystream.activation.ControlLog;
import io.countersign.v1.Cause;
import io.countersign.v1.IntentEvent;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** One partition of the log, as it was recorded. */
public interface Recording {

    /** Its events, in order; to be gone through once. */
    Iterator<Recorded> events();

    /** The freezes and limits of single owners that stood before its first event, in the order of their log. */
    List<ControlLog.Entry> standing();

    /**
     * An input that an event names as its cause; empty if it is not in the log any more. Those of one topic are asked for
     * in their order.
     */
    Optional<ConsumerRecord<byte[], byte[]>> input(Cause cause);

    /**
     * An event where it lies.
     *
     * @param event null if it cannot be read
     */
    record Recorded(long offset, @Nullable IntentEvent event) {}
}
