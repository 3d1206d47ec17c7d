package io.countersign.stack;

/** A PostgreSQL server with one database for the review desk. */
public interface Database extends Part {

    /** The address of the database, the same over restarts. */
    String jdbcUrl();

    String user();

    String password();
}
