package io.countersign.intake.kafka;

import io.countersign.intake.IntakeConfig;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Settings of the channels that depend on the partitions' number. Every instance reads all partitions, from the end at
 * its start; it is assigned to them rather than subscribed, so that no rebalance can move it past a record.
 */
@Singleton
final class Channels {
    static final String REPLIES = "replies";
    static final String EVENTS = "events";
    static final String OUTPUT = "output";

    private static final int TO_THE_END = -1;

    @Produces
    @Identifier(REPLIES)
    Map<String, Object> replies(IntakeConfig config) {
        return fromTheEnd(config);
    }

    @Produces
    @Identifier(EVENTS)
    Map<String, Object> events(IntakeConfig config) {
        return fromTheEnd(config);
    }

    @Produces
    @Identifier(OUTPUT)
    Map<String, Object> output(IntakeConfig config) {
        return fromTheEnd(config);
    }

    private static Map<String, Object> fromTheEnd(IntakeConfig config) {
        var seeks = IntStream.range(0, config.partitions())
                .mapToObj(partition -> partition + ":" + TO_THE_END)
                .collect(Collectors.joining(","));
        // The connector asks for a group; nothing is ever committed to it.
        return Map.of("assign-seek", seeks, "group.id", "intake-service-" + UUID.randomUUID());
    }
}
