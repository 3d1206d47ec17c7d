package io.countersign.console.projection;

import io.countersign.console.desk.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/** How far each partition has been read: written in the transaction of the rows, so that nothing is read twice. */
final class Offsets {
    private record Partition(String topic, int number) implements Comparable<Partition> {
        static Partition of(Position position) {
            return new Partition(position.topic(), position.partition());
        }

        @Override
        public int compareTo(Partition other) {
            var byTopic = topic.compareTo(other.topic);
            return byTopic == 0 ? Integer.compare(number, other.number) : byTopic;
        }
    }

    private Offsets() {}

    static OptionalLong next(Connection connection, String topic, int partition) throws SQLException {
        try (var select =
                connection.prepareStatement("select next_offset from offsets where topic = ? and partition = ?")) {
            select.setString(1, topic);
            select.setInt(2, partition);
            try (var row = select.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** Locks the partitions of these facts, and leaves out what has been read already, by whichever instance. */
    static List<Fact> claim(Connection connection, Collection<Fact> facts) throws SQLException {
        var read = new HashMap<Partition, Long>();
        for (var partition : partitionsOf(facts)) {
            read.put(partition, lock(connection, partition));
        }
        return facts.stream()
                .filter(fact -> fact.position().offset() >= read.getOrDefault(Partition.of(fact.position()), 0L))
                .toList();
    }

    static void advance(Connection connection, Collection<Fact> facts) throws SQLException {
        var next = new HashMap<Partition, Long>();
        facts.forEach(fact ->
                next.merge(Partition.of(fact.position()), fact.position().offset() + 1, Math::max));
        try (var update = connection.prepareStatement(
                "update offsets set next_offset = ? where topic = ? and partition = ? and next_offset < ?")) {
            for (Map.Entry<Partition, Long> entry : next.entrySet()) {
                update.setLong(1, entry.getValue());
                update.setString(2, entry.getKey().topic());
                update.setInt(3, entry.getKey().number());
                update.setLong(4, entry.getValue());
                update.addBatch();
            }
            update.executeBatch();
        }
    }

    /** In one order everywhere, so that two instances cannot wait for each other. */
    private static TreeSet<Partition> partitionsOf(Collection<Fact> facts) {
        var partitions = new TreeSet<Partition>();
        facts.forEach(fact -> partitions.add(Partition.of(fact.position())));
        return partitions;
    }

    private static long lock(Connection connection, Partition partition) throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into offsets (topic, partition, next_offset) values (?, ?, 0) on conflict do nothing")) {
            insert.setString(1, partition.topic());
            insert.setInt(2, partition.number());
            insert.executeUpdate();
        }
        try (var select = connection.prepareStatement(
                "select next_offset from offsets where topic = ? and partition = ? for update")) {
            select.setString(1, partition.topic());
            select.setInt(2, partition.number());
            try (var row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
