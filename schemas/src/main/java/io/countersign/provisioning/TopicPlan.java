package io.countersign.provisioning;

import io.countersign.contract.Limits;
import io.countersign.contract.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The topics of the contract. Those that are keyed by owner have one partition count, and so have the ones whose records
 * name a partition of theirs; policy's have one partition.
 */
public final class TopicPlan {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration AUDIT = Duration.ofDays(400);

    /** A segment is not compacted, nor its tombstones obeyed, before it is closed. */
    private static final Map<String, String> COMPACTED =
            Map.of("cleanup.policy", "compact", "segment.ms", millis(HOUR), "max.compaction.lag.ms", millis(DAY));

    private final int partitions;
    private final short replication;

    public TopicPlan(int partitions, int replication) {
        if (partitions < 1 || replication < 1 || replication > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "partitions and replication have to be at least 1, but are " + partitions + " and " + replication);
        }
        this.partitions = partitions;
        this.replication = (short) replication;
    }

    /** All topics but those of actions. */
    List<TopicSpec> topics() {
        var topics = new ArrayList<TopicSpec>();
        topics.add(owned(Topics.INBOX, HOUR));
        for (var command : List.of(Topics.SUBMITTED, Topics.CANCELLATIONS, Topics.SESSIONS, Topics.OUTCOMES)) {
            topics.add(owned(command, MONTH));
        }
        // A review may carry the bytes of an unreadable record, to be put back.
        topics.add(topic(Topics.REVIEWS, partitions, Limits.DEAD_LETTER_BYTES, kept(MONTH)));
        topics.add(owned(Topics.TICKS, DAY));
        topics.add(owned(Topics.DIRECTIVES, DAY));
        topics.add(owned(Topics.EVENTS, AUDIT));
        // Who was away for less than a month still sees the tombstones of what was erased.
        topics.add(topic(
                Topics.CONTENTS,
                partitions,
                Limits.INPUT_BYTES,
                with(COMPACTED, "delete.retention.ms", millis(MONTH))));
        topics.add(owned(Topics.REPLIES, DAY));
        topics.add(owned(Topics.OUTPUT, DAY));
        // Nothing is answered from the cache for longer than a week, so that a user's text does not outlive its use.
        topics.add(topic(
                Topics.CACHE,
                partitions,
                Limits.INPUT_BYTES,
                Map.of("cleanup.policy", "compact,delete", "retention.ms", millis(Limits.CACHED_FOR))));
        topics.add(topic(Topics.DEAD_LETTER, partitions, Limits.DEAD_LETTER_BYTES, kept(MONTH)));
        topics.add(owned(Topics.TRANCHES, MONTH));
        topics.add(topic(
                Topics.BUNDLES,
                1,
                Limits.BUNDLE_BYTES,
                Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1")));
        topics.add(topic(Topics.CONTROLS, 1, Limits.INPUT_BYTES, COMPACTED));
        return topics;
    }

    TopicSpec approved(String action) {
        return owned(Topics.approved(action), MONTH);
    }

    private TopicSpec owned(String name, Duration kept) {
        return topic(name, partitions, Limits.INPUT_BYTES, kept(kept));
    }

    private TopicSpec topic(String name, int partitions, int largestValue, Map<String, String> retention) {
        var settings = new HashMap<>(retention);
        settings.put("message.timestamp.type", "LogAppendTime");
        settings.put("max.message.bytes", Integer.toString(largestValue + RECORD_OVERHEAD));
        if (replication > 2) {
            settings.put("min.insync.replicas", "2");
        }
        return new TopicSpec(name, partitions, replication, settings);
    }

    /** Room for what surrounds a value of the largest size: its key, its headers, its batch. */
    static final int RECORD_OVERHEAD = 16 * 1024;

    private static Map<String, String> kept(Duration time) {
        return Map.of("cleanup.policy", "delete", "retention.ms", millis(time));
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        var all = new HashMap<>(settings);
        all.put(name, value);
        return all;
    }

    private static String millis(Duration time) {
        return Long.toString(time.toMillis());
    }
}
