package io.countersign.console.projection;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A read of the database; that it is away is a broken world, not an answer. */
interface DatabaseQuery<T> {
    T on(Connection connection) throws SQLException;

    static <T> T run(DataSource database, DatabaseQuery<T> query) {
        try (var connection = database.getConnection()) {
            return query.on(connection);
        } catch (SQLException e) {
            throw new DatabaseAwayException(e);
        }
    }
}
