package io.countersign.policystream.view;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The view's stores as far as this process has them. */
public interface ViewAccess {

    Place place(int partition);

    /** That partition's store; empty while it is not open here. */
    Optional<ReadOnlyKeyValueStore<Bytes, byte[]>> store(int partition);

    /** All other instances. */
    List<Instance> others();
}
