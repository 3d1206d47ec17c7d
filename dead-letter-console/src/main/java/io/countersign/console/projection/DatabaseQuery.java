package io.countersign.console.projection;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A read of the database; that it is away is a broken world, that it refuses what it was asked is a mistake of the desk. */
interface DatabaseQuery<T> {
    T on(Connection connection) throws SQLException;

    static <T> T run(DataSource database, DatabaseQuery<T> query) {
        try (var connection = connect(database)) {
            return query.on(connection);
        } catch (SQLException e) {
            throw DatabaseAwayException.tellsOf(e)
                    ? new DatabaseAwayException(e)
                    : new IllegalStateException("the desk's database refuses a query", e);
        }
    }

    private static Connection connect(DataSource database) {
        try {
            return database.getConnection();
        } catch (SQLException e) {
            throw new DatabaseAwayException(e);
        }
    }
}
