package io.countersign.policystream.view;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The view's stores by Interactive Queries of the running streams. */
public final class StreamsAccess implements ViewAccess {

    /** The "key" is the partition itself: who asks has computed it from the owner. */
    private static final StreamPartitioner<Integer, Object> BY_NUMBER =
            (topic, partition, value, partitions) -> Optional.of(Set.of(partition));

    private final Supplier<Optional<KafkaStreams>> streams;
    private final Instance self;

    /**
     * @param streams empty until they have been started
     * @param self what {@code application.server} says of this instance
     */
    public StreamsAccess(Supplier<Optional<KafkaStreams>> streams, Instance self) {
        this.streams = streams;
        this.self = self;
    }

    @Override
    public Place place(int partition) {
        try {
            return streams.get().map(running -> place(running, partition)).orElse(new Place.NotStarted());
        } catch (StreamsNotStartedException e) {
            return new Place.NotStarted();
        } catch (IllegalStateException | InvalidStateStoreException e) {
            return new Place.Moving();
        }
    }

    private Place place(KafkaStreams running, int partition) {
        var found = running.queryMetadataForKey(ViewStores.STORE, (Integer) partition, BY_NUMBER);
        if (found == null || found.activeHost().equals(HostInfo.unavailable())) {
            return new Place.Moving();
        }
        var instance = instance(found.activeHost());
        return instance.equals(self) ? new Place.Here() : new Place.Elsewhere(instance);
    }

    @Override
    public Optional<ReadOnlyKeyValueStore<Bytes, byte[]>> store(int partition) {
        return streams.get()
                .map(running -> running.store(StoreQueryParameters.fromNameAndType(
                                ViewStores.STORE, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                        .withPartition(partition)));
    }

    @Override
    public List<Instance> others() {
        return streams.get().stream()
                .flatMap(running -> running.metadataForAllStreamsClients().stream())
                .map(client -> instance(client.hostInfo()))
                .filter(instance -> !instance.equals(self))
                .toList();
    }

    private static Instance instance(HostInfo host) {
        return new Instance(host.host(), host.port());
    }
}
