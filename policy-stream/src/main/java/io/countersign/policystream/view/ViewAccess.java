package io.countersign.policystream.view;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The view's stores as far as this process has them. */
public interface ViewAccess {

    Place place(int partition);

    /** The store's part of that partition; empty while it is not open here. */
    <V> Optional<ReadOnlyKeyValueStore<String, V>> store(String name, int partition);

    /** All other instances. */
    List<Instance> others();
}
