package io.countersign.stack.embedded;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Where groups keep their offsets. A broker makes this topic itself when it is first asked for, but then compaction keeps
 * the marker of every transaction for a day; the coordinator reads the topic from its beginning, and needs none of them.
 */
final class OffsetsTopic {

    static final int PARTITIONS = 4;
    static final String SEGMENT_BYTES = "1048576";

    private static final NewTopic TOPIC = new NewTopic("__consumer_offsets", PARTITIONS, (short) 1)
            .configs(Map.of(
                    "cleanup.policy", "compact",
                    "compression.type", "producer",
                    "segment.bytes", SEGMENT_BYTES,
                    "delete.retention.ms", "60000"));

    private OffsetsTopic() {}

    /** Makes it unless it is there. */
    static void ensure(Admin admin) throws ExecutionException, TimeoutException, InterruptedException {
        try {
            admin.createTopics(List.of(TOPIC)).all().get(5, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
