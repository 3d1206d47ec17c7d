package io.countersign.console.projection;

import io.countersign.console.desk.IntentKey;
import io.countersign.console.desk.RawBytes;
import io.countersign.console.desk.SessionKey;
import io.countersign.console.projection.Fact.Arrived;
import io.countersign.console.projection.Fact.Changed;
import io.countersign.console.projection.Fact.Erased;
import io.countersign.console.projection.Fact.Remarked;
import io.countersign.console.projection.Fact.Revoked;
import io.countersign.console.projection.Fact.Worded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes facts as they were read. */
final class FactTables {
    private FactTables() {}

    private interface Binder<F> {
        void bind(PreparedStatement statement, F fact) throws SQLException;
    }

    static void write(Connection connection, List<Fact> facts) throws SQLException {
        batch(connection, only(facts, Arrived.class), FactTables::arrival, """
                insert into arrivals (letter_id, row_id, topic_partition, topic_offset, body, raw_key, raw_value, session)
                values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""");
        batch(connection, only(facts, Changed.class), FactTables::change, """
                insert into changes (topic_partition, topic_offset, row_id, letter_id, version, body)
                values (?, ?, ?, ?, ?, ?) on conflict do nothing""");
        batch(connection, only(facts, Remarked.class), FactTables::remark, """
                insert into remarks (topic_partition, topic_offset, row_id, letter_id, body)
                values (?, ?, ?, ?, ?) on conflict do nothing""");
        batch(
                connection,
                only(facts, Revoked.class),
                (statement, fact) -> statement.setString(1, fact.session().digest()),
                "insert into revocations (session) values (?) on conflict do nothing");
        wordings(connection, facts);
    }

    /** In the order of the topic: the last one holds. */
    private static void wordings(Connection connection, List<Fact> facts) throws SQLException {
        for (var fact : facts) {
            if (fact instanceof Worded worded) {
                batch(connection, Stream.of(worded), FactTables::wording, """
                        insert into wordings (row_id, body) values (?, ?)
                        on conflict (row_id) do update set body = excluded.body""");
            } else if (fact instanceof Erased erased) {
                batch(
                        connection,
                        Stream.of(erased),
                        (statement, fact2) ->
                                statement.setString(1, fact2.intent().rowId()),
                        "delete from wordings where row_id = ?");
            }
        }
    }

    private static void arrival(PreparedStatement statement, Arrived fact) throws SQLException {
        statement.setString(1, fact.arrival().letterId());
        statement.setString(2, fact.arrival().rowId());
        statement.setInt(3, fact.position().partition());
        statement.setLong(4, fact.position().offset());
        statement.setString(5, FactJson.write(fact.arrival()));
        statement.setBytes(6, bytes(fact.key()));
        statement.setBytes(7, bytes(fact.value()));
        statement.setString(8, fact.arrival().session().map(SessionKey::digest).orElse(null));
    }

    private static void change(PreparedStatement statement, Changed fact) throws SQLException {
        var change = fact.change();
        statement.setInt(1, fact.position().partition());
        statement.setLong(2, fact.position().offset());
        statement.setString(
                3,
                IntentKey.of(change.owner(), change.intentId())
                        .map(IntentKey::rowId)
                        .orElse(null));
        statement.setString(4, change.letterId());
        statement.setLong(5, change.version());
        statement.setString(6, FactJson.write(change));
    }

    private static void remark(PreparedStatement statement, Remarked fact) throws SQLException {
        var remark = fact.remark();
        statement.setInt(1, fact.position().partition());
        statement.setLong(2, fact.position().offset());
        statement.setString(
                3,
                IntentKey.of(remark.tenant(), remark.user(), remark.intentId())
                        .map(IntentKey::rowId)
                        .orElse(null));
        statement.setString(4, remark.letterId());
        statement.setString(5, FactJson.write(remark));
    }

    private static void wording(PreparedStatement statement, Worded fact) throws SQLException {
        statement.setString(1, fact.intent().rowId());
        statement.setString(2, FactJson.write(fact.wording()));
    }

    private static byte @Nullable [] bytes(@Nullable RawBytes raw) {
        return raw == null ? null : raw.toArray();
    }

    private static <F extends Fact> Stream<F> only(Collection<Fact> facts, Class<F> type) {
        return facts.stream().filter(type::isInstance).map(type::cast);
    }

    private static <F> void batch(Connection connection, Stream<F> facts, Binder<F> binder, String sql)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            var any = false;
            for (var fact : facts.toList()) {
                binder.bind(statement, fact);
                statement.addBatch();
                any = true;
            }
            if (any) {
                statement.executeBatch();
            }
        }
    }
}
