package io.countersign.console.projection;

import java.sql.SQLException;

/** The desk's database does not answer. */
public final class DatabaseAwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatabaseAwayException(SQLException cause) {
        super("the desk's database does not answer", cause);
    }
}
