package io.countersign.policystream.view;

import io.countersign.contract.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where the logs end now. All who ask while one look is under way share the next one, so that no answer is older than its
 * question, and there is never more than one look at a time.
 */
final class LogEnds {

    private static final List<String> TOPICS = List.of(Topics.SUBMITTED, Topics.EVENTS, Topics.CONTENTS);

    private final Admin admin;
    private final ListOffsetsOptions options;
    private final Map<TopicPartition, OffsetSpec> query = new HashMap<>();
    private boolean looking;
    private @Nullable CompletableFuture<Map<TopicPartition, Long>> next;

    private LogEnds(Admin admin, int partitions, IsolationLevel isolation, Duration patience) {
        this.admin = admin;
        this.options = new ListOffsetsOptions(isolation).timeoutMs(Math.toIntExact(patience.toMillis()));
        partitions(partitions).forEach(partition -> query.put(partition, OffsetSpec.latest()));
    }

    /** Ends behind everything that was written, committed or not. */
    static LogEnds written(Admin admin, int partitions, Duration patience) {
        return new LogEnds(admin, partitions, IsolationLevel.READ_UNCOMMITTED, patience);
    }

    /** Ends before the first transaction that is open. */
    static LogEnds committed(Admin admin, int partitions, Duration patience) {
        return new LogEnds(admin, partitions, IsolationLevel.READ_COMMITTED, patience);
    }

    static List<TopicPartition> partitions(int partitions) {
        var all = new ArrayList<TopicPartition>();
        for (var topic : TOPICS) {
            for (int partition = 0; partition < partitions; partition++) {
                all.add(new TopicPartition(topic, partition));
            }
        }
        return all;
    }

    /** The end offsets, as they are at some moment between this call and its completion. */
    synchronized CompletableFuture<Map<TopicPartition, Long>> now() {
        if (next == null) {
            next = new CompletableFuture<>();
        }
        var answer = next;
        if (!looking) {
            look();
        }
        return answer;
    }

    private void look() {
        var answer = next;
        if (answer == null) {
            return;
        }
        next = null;
        looking = true;
        var unused = admin.listOffsets(query, options).all().whenComplete((ends, failure) -> {
            looked();
            if (failure == null) {
                answer.complete(offsets(ends));
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }

    private synchronized void looked() {
        looking = false;
        look();
    }

    private static Map<TopicPartition, Long> offsets(Map<TopicPartition, ListOffsetsResultInfo> ends) {
        var offsets = new HashMap<TopicPartition, Long>();
        ends.forEach((partition, end) -> offsets.put(partition, end.offset()));
        return offsets;
    }
}
