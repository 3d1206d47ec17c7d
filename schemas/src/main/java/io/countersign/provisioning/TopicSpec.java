package io.countersign.provisioning;

import java.util.Map;

/** What a topic has to be like. */
record TopicSpec(String name, int partitions, short replication, Map<String, String> settings) {
    TopicSpec {
        settings = Map.copyOf(settings);
    }
}
