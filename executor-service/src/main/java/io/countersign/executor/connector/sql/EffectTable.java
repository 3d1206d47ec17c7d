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

        /** Somebody else took the key, and left no word of what came of it. */
        record Untold() implements Entry {}
    }

    /** Hears which statement runs, so that it can be cancelled. */
    interface Watch {
        void runs(Statement statement) throws SQLException;
    }

    /** Why nobody can tell. */
    static final String UNTOLD = "the key was taken, and its row does not say what came of it";

    private final String take;
    private final String keep;
    private final String look;
    private final String voiding;

    EffectTable(String table) {
        take = "insert into " + table + " as e (key) values (?) on conflict (key) do update set voided = null"
                + " where e.answer is null and e.voided < ?";
        keep = "update " + table + " set answer = ? where key = ?";
        look = "select answer, voided from " + table + " where key = ?";
        voiding = "insert into " + table + " as e (key, voided) values (?, ?) on conflict (key) do update"
                + " set voided = greatest(e.voided, excluded.voided) where e.answer is null and e.voided is not null";
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
                if (!rows.next()) {
                    return new Entry.Untold();
                }
                var answer = rows.getString(1);
                if (answer != null) {
                    return new Entry.Effect(answer);
                }
                return rows.getObject(2) == null ? new Entry.Untold() : new Entry.Voided();
            }
        }
    }
}
