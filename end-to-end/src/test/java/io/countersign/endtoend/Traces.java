package io.countersign.endtoend;

import io.countersign.chaos.TopicReader;
import io.countersign.contract.Headers;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The W3C trace context in the records of one owner, on every topic. */
final class Traces {

    private static final int TRACE = 1;

    private final TopicReader log;
    private final List<String> topics;

    /** @param actions whose topics are read too */
    Traces(TopicReader log, String... actions) {
        this.log = log;
        this.topics = Stream.concat(Topics.ALL.stream(), Stream.of(actions).map(Topics::approved))
                .toList();
    }

    /** The traces by topic; a record without one counts as that of {@code none}. */
    Map<String, Set<String>> of(Owner owner) {
        var traces = new TreeMap<String, Set<String>>();
        for (var topic : topics) {
            for (var record : log.raw(topic)) {
                if (isOf(owner, record)) {
                    traces.computeIfAbsent(topic, any -> new TreeSet<>()).add(trace(record));
                }
            }
        }
        return traces;
    }

    /** A header as a caller gives it. */
    static String parent(String trace) {
        return "00-" + trace + "-b7ad6b7169203331-01";
    }

    private static boolean isOf(Owner owner, ConsumerRecord<byte[], byte[]> record) {
        var key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
        return key.equals(owner.key()) || key.startsWith(owner.key() + "/");
    }

    private static String trace(ConsumerRecord<byte[], byte[]> record) {
        var header = record.headers().lastHeader(Headers.TRACEPARENT);
        return header == null ? "none" : new String(header.value(), StandardCharsets.UTF_8).split("-", -1)[TRACE];
    }
}
