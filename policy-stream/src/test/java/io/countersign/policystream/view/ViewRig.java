package io.countersign.policystream.view;

import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.countersign.policystream.store.Kept;
import io.countersign.provisioning.SchemaRegistration;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import io.countersign.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The view on Kafka's own test driver: one partition, append times in the test's hands. */
final class ViewRig implements AutoCloseable, ViewAccess {

    private final WireFormat wire;
    private final TopologyTestDriver driver;

    ViewRig() throws Exception {
        var registry = "mock://" + UUID.randomUUID();
        SchemaRegistration.at(registry).registerAll();
        wire = WireFormat.of(registry);
        var topology = new Topology();
        new ViewTopology(wire, new ViewPositions()).addTo(topology);
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "view-rig");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        driver = new TopologyTestDriver(topology, config, Told.T0);
    }

    void tell(IntentEvent event) {
        put(Topics.EVENTS, event.getOwner(), wire.encode(Topics.EVENTS, event), event.getAt());
    }

    void tell(String id, IntentContent content) {
        put(Topics.CONTENTS, Told.ANA.contentKey(id), wire.encode(Topics.CONTENTS, content), Told.T0);
    }

    void erase(String id) {
        put(Topics.CONTENTS, Told.ANA.contentKey(id), null, Told.T0);
    }

    /** Some time passes behind it. */
    void put(String topic, @Nullable String key, byte @Nullable [] value, Instant at) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key == null ? null : key.getBytes(StandardCharsets.UTF_8), value, at));
        pass();
    }

    void pass() {
        driver.advanceWallClockTime(EventFold.FORGET_EVERY);
    }

    Optional<IntentView> intent(String id) {
        return reader().intent(Told.ANA, id);
    }

    Page page(@Nullable String state, @Nullable String after, int limit) {
        return new PageMaker(reader(), new PageRequest(Told.ANA, state, after, limit), List.of()).make();
    }

    ViewReader reader() {
        return ViewReader.of(this, 0).orElseThrow();
    }

    List<BudgetUse> budgets(Owner owner) {
        return reader().budgets(owner);
    }

    long entries(Kept<String, ?> kind) {
        try (var all = kind.asked(store(0).orElseThrow()).all()) {
            long count = 0;
            while (all.hasNext()) {
                all.next();
                count++;
            }
            return count;
        }
    }

    @Override
    public Place place(int partition) {
        return new Place.Here();
    }

    @Override
    public Optional<ReadOnlyKeyValueStore<Bytes, byte[]>> store(int partition) {
        return Optional.of(driver.getKeyValueStore(ViewStores.STORE));
    }

    @Override
    public List<Instance> others() {
        return List.of();
    }

    @Override
    public void close() {
        driver.close();
        wire.close();
    }
}
