package io.countersign.console.projection;

import io.countersign.console.desk.IntentKey;
import io.countersign.console.projection.Fact.Arrived;
import io.countersign.console.projection.Fact.Changed;
import io.countersign.console.projection.Fact.Erased;
import io.countersign.console.projection.Fact.Passed;
import io.countersign.console.projection.Fact.Remarked;
import io.countersign.console.projection.Fact.Revoked;
import io.countersign.console.projection.Fact.Worded;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Keeps the database in step with the log: facts, rows and offsets change in one transaction, or not at all. */
@ApplicationScoped
public class Projection {
    private final DataSource database;

    Projection(DataSource database) {
        this.database = database;
    }

    /** The first offset of a partition that has not been applied; empty if none has. */
    public OptionalLong nextOffset(String topic, int partition) throws SQLException {
        try (var connection = database.getConnection()) {
            return Offsets.next(connection, topic, partition);
        }
    }

    /** Applies the facts that were not applied before, in the order given. */
    public void apply(List<Fact> facts) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                apply(connection, facts);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void apply(Connection connection, List<Fact> facts) throws SQLException {
        var fresh = Offsets.claim(connection, facts);
        FactTables.write(connection, fresh);
        var changed = LetterRows.refresh(connection, touched(connection, fresh));
        Offsets.advance(connection, fresh);
        LetterChannel.announce(connection, changed);
    }

    private static Set<String> touched(Connection connection, List<Fact> facts) throws SQLException {
        var rows = new HashSet<String>();
        facts.stream().flatMap(Projection::rowsOf).forEach(rows::add);
        var letters = facts.stream().flatMap(Projection::lettersOf).distinct().toList();
        if (!letters.isEmpty()) {
            rows.addAll(Dossiers.rowsOf(connection, letters));
        }
        var revoked = facts.stream().flatMap(Projection::revokedBy).distinct().toList();
        if (!revoked.isEmpty()) {
            rows.addAll(Dossiers.rowsIn(connection, revoked));
        }
        return rows;
    }

    private static Stream<String> rowsOf(Fact fact) {
        return switch (fact) {
            case Arrived arrived -> Stream.of(arrived.arrival().rowId());
            case Changed changed ->
                IntentKey.of(changed.change().owner(), changed.change().intentId()).stream()
                        .map(IntentKey::rowId);
            case Worded worded -> Stream.of(worded.intent().rowId());
            case Erased erased -> Stream.of(erased.intent().rowId());
            case Passed passed -> Stream.empty();
            case Revoked revoked -> Stream.empty();
            case Remarked remarked ->
                IntentKey.of(
                                remarked.remark().tenant(),
                                remarked.remark().user(),
                                remarked.remark().intentId())
                        .stream()
                        .map(IntentKey::rowId);
        };
    }

    private static Stream<String> revokedBy(Fact fact) {
        return fact instanceof Revoked revoked ? Stream.of(revoked.session().digest()) : Stream.empty();
    }

    private static Stream<String> lettersOf(Fact fact) {
        return switch (fact) {
            case Changed changed -> Stream.of(changed.change().letterId()).filter(Objects::nonNull);
            case Remarked remarked -> Stream.of(remarked.remark().letterId()).filter(Objects::nonNull);
            default -> Stream.empty();
        };
    }
}
