package io.countersign.executor.connector.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.countersign.contract.CanonicalJson;
import io.countersign.contract.Limits;
import io.countersign.executor.execution.SqlFailure;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Result;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** One transaction around one statement, from its begin to what came of it. Closes its connection. */
final class SqlTransaction implements Callable<Result> {

    /** Leaves room for the members around the rows. */
    private static final int ROWS_BYTES = Limits.RESULT_BYTES - 1_024;

    private static final int FETCH = 100;

    private final SqlConnector.Settings settings;
    private final Connection connection;
    private final ApprovedAction action;
    private final List<JsonNode> values;
    private volatile @Nullable Statement running;
    private volatile boolean cancelled;
    private volatile boolean committing;

    SqlTransaction(
            SqlConnector.Settings settings, Connection connection, ApprovedAction action, List<JsonNode> values) {
        this.settings = settings;
        this.connection = connection;
        this.action = action;
        this.values = values;
    }

    @Override
    public Result call() {
        try (connection) {
            return transact();
        } catch (SQLException unclosed) {
            throw new IllegalStateException("a connection does not go back to its pool", unclosed);
        }
    }

    /** Asks the server to break off; a commit is left to come to its end. */
    void cancel() {
        cancelled = true;
        var statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException gone) {
                // Then the connection is cut.
            }
        }
    }

    /** Cuts the connection: the server rolls back what it has not committed. */
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException gone) {
            // Nothing is left to cut.
        }
    }

    /** What can be said of a transaction that does not come back. */
    Result silent(boolean idempotent) {
        var failure = new SqlFailure(null, "the database did not answer");
        return committing ? failure.atCommit(idempotent) : failure.beforeCommit();
    }

    private Result transact() {
        String answer;
        try {
            limitTime();
            var known = known();
            if (known != null) {
                rollBack();
                return result(known);
            }
            answer = run();
        } catch (SqlRows.Ambiguous ambiguous) {
            rollBack();
            return Result.failed("AMBIGUOUS_COLUMNS", String.valueOf(ambiguous.getMessage()));
        } catch (SQLException failure) {
            rollBack();
            return failure(failure).beforeCommit();
        } catch (RuntimeException | Error defect) {
            // The pool commits what it is given back.
            rollBack();
            throw defect;
        }
        return commit(answer);
    }

    /** The server's own limit, for a statement whose executor is gone. */
    private void limitTime() throws SQLException {
        try (var statement = connection.prepareStatement("select set_config('statement_timeout', ?, true)")) {
            statement.setString(1, Long.toString(action.timeout().toMillis()));
            watched(statement);
            statement.execute();
        }
    }

    /** Why the key is not ours; null if it is, or if nobody asks for one. */
    private EffectTable.@Nullable Entry known() throws SQLException {
        var effects = settings.effects();
        return effects == null
                ? null
                : effects.take(connection, action.idempotencyKey(), action.attempt(), this::watched);
    }

    private static Result result(EffectTable.Entry known) {
        return switch (known) {
            case EffectTable.Entry.Effect(var answer) -> Result.succeeded(answer);
            case EffectTable.Entry.Voided() ->
                Result.failed("VOIDED", "it was said of this attempt that it had no effect, so it has none");
            case EffectTable.Entry.Untold() -> Result.unknown("EFFECT_UNTOLD", EffectTable.UNTOLD);
        };
    }

    private String run() throws SQLException, SqlRows.Ambiguous {
        try (var statement = connection.prepareStatement(settings.statement().text())) {
            SqlValues.bind(statement, values);
            statement.setFetchSize(FETCH);
            if (!settings.write()) {
                statement.setMaxRows(settings.rows() + 1);
            }
            watched(statement);
            var answer = CanonicalJson.write(answer(statement, statement.execute()));
            if (settings.effects() != null) {
                settings.effects().keep(connection, action.idempotencyKey(), answer);
            }
            return answer;
        } finally {
            running = null;
        }
    }

    private JsonNode answer(PreparedStatement statement, boolean rows) throws SQLException, SqlRows.Ambiguous {
        if (!rows) {
            return JsonNodeFactory.instance.objectNode().put("updated", statement.getLargeUpdateCount());
        }
        try (var found = statement.getResultSet()) {
            return new SqlRows(settings.rows(), ROWS_BYTES).read(found);
        }
    }

    /** Of a query nothing is committed: what was read was read. */
    private Result commit(String answer) {
        if (cancelled && settings.write()) {
            rollBack();
            return Result.withoutEffect("CANCELLED", "the transaction was cut off before its commit");
        }
        committing = settings.write();
        try {
            connection.commit();
        } catch (SQLException failure) {
            if (settings.write()) {
                return failure(failure).atCommit(action.idempotent());
            }
        }
        return Result.succeeded(answer);
    }

    private void watched(Statement statement) throws SQLException {
        running = statement;
        if (cancelled) {
            throw new SQLException("the call was cut off", "57014");
        }
    }

    private void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException gone) {
            // The server rolls back what loses its connection.
            abort();
        }
    }

    private static SqlFailure failure(SQLException failure) {
        var server = failure instanceof PSQLException known ? known.getServerErrorMessage() : null;
        var message = server == null ? null : server.getMessage();
        return new SqlFailure(failure.getSQLState(), message == null ? "the database connection failed" : message);
    }
}
