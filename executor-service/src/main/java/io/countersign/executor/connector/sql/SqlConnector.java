package io.countersign.executor.connector.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.countersign.executor.connector.Connector;
import io.countersign.executor.execution.CallValues;
import io.countersign.executor.execution.SqlStatement;
import io.countersign.executor.execution.UnusableParameter;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.Result;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs one statement in a transaction of its own. */
final class SqlConnector implements Connector {

    /** What the server has to answer a cancellation, before the connection is cut. Less than an executor's patience. */
    private static final Duration FAREWELL = Duration.ofMillis(1_200);

    /** A transaction that holds the key is waited for so long: with the wait for a connection, less than a probe has. */
    private static final Duration PROBE = Duration.ofSeconds(3);

    private static final Duration LAST_WORD = Duration.ofMillis(400);

    /**
     * A route's statement.
     *
     * @param write false opens transactions in which the server refuses to write
     * @param rows how many are answered at most
     * @param effects where effects are remembered by idempotency key; null if they are not
     */
    record Settings(
            SqlStatement statement,
            boolean write,
            int rows,
            @Nullable EffectTable effects) {}

    private final Settings settings;
    private final SqlPool pool;

    SqlConnector(Settings settings, SqlPool pool) {
        this.settings = settings;
        this.pool = pool;
    }

    @Override
    public Result call(ApprovedAction action, Attempt attempt) throws InterruptedException {
        List<JsonNode> values;
        try {
            values = settings.statement().values(CallValues.of(action));
        } catch (UnusableParameter unusable) {
            return Result.failed("UNUSABLE_PARAMETER", String.valueOf(unusable.getMessage()));
        }
        Connection connection;
        try {
            connection = pool.connection();
        } catch (SQLException | IllegalStateException unreachable) {
            return notConnected(unreachable);
        }
        return supervised(new SqlTransaction(settings, connection, action, values), action);
    }

    /**
     * A call whose transaction is still open is waited for. One that has not begun, because its executor sleeps, finds the
     * key voided when it wakes: that there was no effect is true, and stays true.
     */
    @Override
    public Optional<Result> probe(ProbedAction action) {
        var effects = settings.effects();
        if (effects == null) {
            return Optional.empty();
        }
        try (var connection = pool.connection()) {
            try (var limit = connection.createStatement()) {
                limit.execute("set local statement_timeout = " + PROBE.toMillis());
            }
            var entry = effects.settle(connection, action.idempotencyKey(), action.attempt());
            connection.commit();
            return Optional.of(answer(entry));
        } catch (SQLException | IllegalStateException cannotTell) {
            return Optional.of(Result.unknown("PROBE_FAILED", "the database could not be asked"));
        }
    }

    private static Result answer(EffectTable.Entry entry) {
        return switch (entry) {
            case EffectTable.Entry.Effect(var answer) -> Result.succeeded(answer);
            case EffectTable.Entry.Voided() ->
                Result.failedRetryable("NO_EFFECT", "the database has no effect of the call", null);
            case EffectTable.Entry.Untold() -> Result.unknown("EFFECT_UNTOLD", EffectTable.UNTOLD);
        };
    }

    @Override
    public int concurrency() {
        return pool.connections();
    }

    @Override
    public void close() {
        pool.close();
    }

    /**
     * The transaction runs on a thread of its own, which nobody interrupts: an interrupt would cut the connection, and with
     * it the server's word about what it did.
     */
    private static Result supervised(SqlTransaction transaction, ApprovedAction action) throws InterruptedException {
        var work = new FutureTask<>(transaction);
        Thread.ofVirtual().name("countersign-sql-" + action.id()).start(work);
        try {
            return work.get();
        } catch (InterruptedException cancelled) {
            return cancelled(transaction, work, action);
        } catch (ExecutionException defect) {
            throw new IllegalStateException(defect.getCause());
        }
    }

    private static Result cancelled(SqlTransaction transaction, FutureTask<Result> work, ApprovedAction action)
            throws InterruptedException {
        try {
            var until = System.nanoTime() + FAREWELL.toNanos();
            while (!work.isDone() && System.nanoTime() < until) {
                // Again and again: one that comes between two statements is nobody's.
                transaction.cancel();
                waited(work, Duration.ofMillis(100));
            }
            if (!work.isDone()) {
                transaction.abort();
                waited(work, LAST_WORD);
            }
            return work.isDone() ? work.get() : transaction.silent(action.idempotent());
        } catch (ExecutionException defect) {
            throw new IllegalStateException(defect.getCause());
        }
    }

    private static void waited(FutureTask<Result> work, Duration time) throws InterruptedException, ExecutionException {
        try {
            var unused = work.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            // Asked again by whoever waits.
        }
    }

    /** Without the driver's words, which may quote user and address. */
    private static Result notConnected(Exception why) {
        var state = why instanceof SQLException sql ? sql.getSQLState() : null;
        return Result.withoutEffect(
                "NOT_CONNECTED",
                "no connection to the database" + (state == null || state.isEmpty() ? "" : ": SQLSTATE " + state));
    }
}
