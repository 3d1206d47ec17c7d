package io.countersign.executor.execution;

import io.countersign.protocol.Failure;
import io.countersign.protocol.Result;
import io.countersign.protocol.TokenUse;
import org.jspecify.annotations.Nullable;

/**
 * What a database's refusal means, by its SQLSTATE and by when it came. Before the commit was sent there is no effect,
 * whatever went wrong: nobody else commits. Afterwards the server's own word that it did not commit is as good, and any other
 * end of the connection leaves it open.
 *
 * @param state five letters and digits; null if the driver names none
 * @param message the server's, without its details
 */
public record SqlFailure(@Nullable String state, String message) {

    /** What came of a transaction whose commit had not been sent. */
    public Result beforeCommit() {
        return mayPass() ? Result.withoutEffect(code(), message) : new Result.Failed(failure(), TokenUse.NONE);
    }

    /** What came of a transaction whose commit had been sent. */
    public Result atCommit(boolean idempotent) {
        return isRolledBack()
                ? beforeCommit()
                : BackendAnswer.lost("COMMIT_LOST", "nobody can tell whether it was committed: " + message, idempotent);
    }

    /** Deadlocks, serialization, lost connections, a server that ends or lacks something, locks, and calls cut off. */
    private boolean mayPass() {
        return state == null || isOf("08") || isOf("40") || isOf("53") || isOf("55P03") || isOf("57") || isOf("58");
    }

    /** A constraint or a trigger that was put off until the commit, or a conflict that shows only then. */
    private boolean isRolledBack() {
        return (isOf("40") && !isOf("40003")) || isOf("23") || isOf("22") || isOf("P0");
    }

    private Failure failure() {
        return new Failure(code(), message);
    }

    private String code() {
        if (state == null || !state.matches("[0-9A-Z]{5}")) {
            return "SQL_FAILED";
        }
        return switch (state) {
            case "57014" -> "TIMEOUT";
            case "25006" -> "SQL_READ_ONLY";
            default -> "SQL_" + state;
        };
    }

    private boolean isOf(String prefix) {
        return state != null && state.startsWith(prefix);
    }
}
