package io.countersign.console.desk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a list is narrowed to; an empty list or null does not narrow. A value of several is met by any of them.
 *
 * @param forReader only what waits for the decision of whoever reads it
 */
public record Filter(
        View view,
        List<Category> categories,
        List<State> states,
        @Nullable String action,
        @Nullable String tenant,
        @Nullable String agent,
        @Nullable String user,
        @Nullable String code,
        @Nullable String rule,
        @Nullable String text,
        boolean forReader,
        Order order) {

    /** In which order a list is read. */
    public enum Order {
        NEWEST,
        /** What must be decided soonest comes first. */
        DUE
    }

    public Filter {
        categories = List.copyOf(categories);
        states = List.copyOf(states);
    }

    public static Filter of(View view) {
        return new Filter(view, List.of(), List.of(), null, null, null, null, null, null, null, false, Order.NEWEST);
    }

    /** Letters of that category in that view. */
    public static Filter of(View view, Category category) {
        return new Filter(
                view, List.of(category), List.of(), null, null, null, null, null, null, null, false, Order.NEWEST);
    }

    /** What waits for the decision of whoever reads it. */
    public static Filter ofReader() {
        return new Filter(
                View.WAITING, List.of(), List.of(), null, null, null, null, null, null, null, true, Order.NEWEST);
    }

    public Filter withoutCategories() {
        return new Filter(view, List.of(), states, action, tenant, agent, user, code, rule, text, forReader, order);
    }

    public Filter withoutStates() {
        return new Filter(view, categories, List.of(), action, tenant, agent, user, code, rule, text, forReader, order);
    }

    public Filter in(View other) {
        return new Filter(other, categories, states, action, tenant, agent, user, code, rule, text, forReader, order);
    }
}
