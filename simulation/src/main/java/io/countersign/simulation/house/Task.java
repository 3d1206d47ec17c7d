package io.countersign.simulation.house;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session that a user opens for a task.
 *
 * @param agent the only one that may use it; null means any
 * @param lasts in milliseconds, as asked for
 */
public record Task(String id, @Nullable String agent, List<Allowance> allowances, long lasts) {

    public Task {
        allowances = List.copyOf(allowances);
    }

    /**
     * One thing that it may do.
     *
     * @param action a name, or {@code *}, or a beginning and {@code *}
     * @param most up to which amount; null means any
     */
    public record Allowance(String action, @Nullable Long most) {

        /** The condition, as sessions have it. */
        public @Nullable String when() {
            return most == null ? null : "parameters.amount <= " + most;
        }

        boolean covers(Ask ask) {
            boolean named = action.endsWith("*")
                    ? ask.action().startsWith(action.substring(0, action.length() - 1))
                    : ask.action().equals(action);
            return named && (most == null || ask.amount() <= most);
        }
    }

    /** True if it asks for the same as another one under its id. */
    public boolean isRepeatedBy(Task other) {
        return equals(other);
    }

    boolean covers(Ask ask) {
        return allowances.stream().anyMatch(allowance -> allowance.covers(ask));
    }
}
