package io.countersign.console.projection;

import java.sql.SQLException;

/** The desk's database does not answer. */
public final class DatabaseAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseAwayException(SQLException cause) {
        super("the desk's database does not answer", cause);
    }

    /** True if the connection failed (SQLSTATE class 08) or the server is going or coming (57P). */
    static boolean tellsOf(SQLException e) {
        var state = e.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }
}
