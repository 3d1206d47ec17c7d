package io.countersign.policystream.view;

import io.countersign.contract.Topics;
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
 * Where the committed logs end now. All who ask while one look is under way share the next one, so that no answer is
 * older than its question, and there is never more than one look at a time.
 */
public final class CommittedEnds {

    private static final List<String> TOPICS = List.of(Topics.SUBMITTED, Topics.EVENTS, Topics.CONTENTS);

    private final Admin admin;
    private final int timeoutMillis;
    private final Map<TopicPartition, OffsetSpec> query = new HashMap<>();
    private boolean looking;
    private @Nullable CompletableFuture<Map<TopicPartition, Long>> next;

    public CommittedEnds(Admin admin, int partitions, int timeoutMillis) {
        this.admin = admin;
        this.timeoutMillis = timeoutMillis;
        partitions(partitions).forEach(partition -> query.put(partition, OffsetSpec.latest()));
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
        var options = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(timeoutMillis);
        admin.listOffsets(query, options).all().whenComplete((ends, failure) -> {
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
