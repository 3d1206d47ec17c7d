package io.countersign.executor.connector.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The table that remembers by idempotency key which effects there have been: {@code create table NAME (key text primary key,
 * answer text, voided int, at timestamptz not null default now())}. An effect's row is written in its transaction, before
 * it, so whoever holds or has written the key is the only one with that effect. A row without an answer says up to which
 * attempt somebody was told that there was none: from then on none of them can have one.
 */
final class EffectTable {

    /** What the table knows of a key. */
    sealed interface Entry {

        /** There has been an effect with this answer. */
        record Effect(String answer) implements Entry {}

        /** None, and none can come of this attempt. */
        record Voided() implements Entry {}
    }

    /** Hears which statement runs, so that it can be cancelled. */
    interface Watch {
        void runs(Statement statement) throws SQLException;
    }

    private final String take;
    private final String keep;
    private final String look;
    private final String voiding;

    EffectTable(String table) {
        take = "insert into " + table + " as e (key) values (?) on conflict (key) do update set voided = null"
                + " where e.answer is null and e.voided < ?";
        keep = "update " + table + " set answer = ? where key = ?";
        look = "select answer from " + table + " where key = ?";
        voiding = "insert into " + table + " as e (key, voided) values (?, ?) on conflict (key) do update"
                + " set voided = greatest(e.voided, excluded.voided) where e.answer is null";
    }

    /**
     * Takes the key for an attempt. Waits for a transaction that holds it.
     *
     * @return why it cannot be had; null if it is ours
     */
    @Nullable
    Entry take(Connection connection, String key, int attempt, Watch watch) throws SQLException {
        try (var statement = connection.prepareStatement(take)) {
            statement.setString(1, key);
            statement.setInt(2, attempt);
            watch.runs(statement);
            return statement.executeUpdate() == 1 ? null : entry(connection, key);
        }
    }

    void keep(Connection connection, String key, String answer) throws SQLException {
        try (var statement = connection.prepareStatement(keep)) {
            statement.setString(1, answer);
            statement.setString(2, key);
            statement.executeUpdate();
        }
    }

    /** Looks whether there has been an effect; if not, this attempt and those before it can have none from now on. */
    Entry settle(Connection connection, String key, int attempt) throws SQLException {
        try (var statement = connection.prepareStatement(voiding)) {
            statement.setString(1, key);
            statement.setInt(2, attempt);
            return statement.executeUpdate() == 1 ? new Entry.Voided() : entry(connection, key);
        }
    }

    private Entry entry(Connection connection, String key) throws SQLException {
        try (var statement = connection.prepareStatement(look)) {
            statement.setString(1, key);
            try (var rows = statement.executeQuery()) {
                var answer = rows.next() ? rows.getString(1) : null;
                return answer == null ? new Entry.Voided() : new Entry.Effect(answer);
            }
        }
    }
}
