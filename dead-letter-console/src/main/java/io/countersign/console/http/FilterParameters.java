package io.countersign.console.http;

import io.countersign.console.desk.Category;
import io.countersign.console.desk.Filter;
import io.countersign.console.desk.Filter.Order;
import io.countersign.console.desk.State;
import io.countersign.console.desk.View;
import io.countersign.contract.Code;
import io.countersign.door.ProblemException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A filter in an address, both ways. */
final class FilterParameters {
    private static final int LONGEST = 300;
    private static final String ME = "me";

    private FilterParameters() {}

    static Filter read(MultivaluedMap<String, String> query) {
        return new Filter(
                view(query),
                several(query, "category", Category::valueOf),
                several(query, "state", State::valueOf),
                one(query, "action"),
                one(query, "tenant"),
                one(query, "agent"),
                one(query, "user"),
                one(query, "code"),
                one(query, "rule"),
                one(query, "q"),
                forReader(query),
                order(query));
    }

    /** The query of an address that means this filter, with its question mark; empty for the plain one. */
    static String write(Filter filter) {
        var parts = new ArrayList<String>();
        if (filter.view() != View.OPEN) {
            add(parts, "view", filter.view().slug());
        }
        filter.categories().forEach(category -> add(parts, "category", category.name()));
        filter.states().forEach(state -> add(parts, "state", state.name()));
        add(parts, "action", filter.action());
        add(parts, "tenant", filter.tenant());
        add(parts, "agent", filter.agent());
        add(parts, "user", filter.user());
        add(parts, "code", filter.code());
        add(parts, "rule", filter.rule());
        add(parts, "q", filter.text());
        if (filter.forReader()) {
            add(parts, "for", ME);
        }
        if (filter.order() == Order.DUE) {
            add(parts, "order", "due");
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private static void add(List<String> parts, String name, @Nullable String value) {
        if (value != null) {
            parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    private static View view(MultivaluedMap<String, String> query) {
        var slug = one(query, "view");
        return slug == null ? View.OPEN : View.named(slug).orElseThrow(() -> unknown("view", slug));
    }

    private static boolean forReader(MultivaluedMap<String, String> query) {
        var whom = one(query, "for");
        if (whom != null && !whom.equals(ME)) {
            throw unknown("for", whom);
        }
        return whom != null;
    }

    private static Order order(MultivaluedMap<String, String> query) {
        var order = one(query, "order");
        if (order == null) {
            return Order.NEWEST;
        }
        return valueOf("order", order.toUpperCase(Locale.ROOT), Order::valueOf);
    }

    private static @Nullable String one(MultivaluedMap<String, String> query, String name) {
        var value = query.getFirst(name);
        if (value == null || value.isBlank()) {
            return null;
        }
        if (value.length() > LONGEST || value.indexOf('\0') >= 0) {
            throw new ProblemException(Code.MALFORMED, name + " is longer than " + LONGEST + " characters, or no text");
        }
        return value.strip();
    }

    private static <T> List<T> several(MultivaluedMap<String, String> query, String name, Function<String, T> parse) {
        return query.getOrDefault(name, List.of()).stream()
                .filter(value -> !value.isBlank())
                .map(value -> valueOf(name, value, parse))
                .distinct()
                .toList();
    }

    private static <T> T valueOf(String name, String value, Function<String, T> parse) {
        try {
            return parse.apply(value);
        } catch (IllegalArgumentException e) {
            throw unknown(name, value);
        }
    }

    private static ProblemException unknown(String name, String value) {
        return new ProblemException(Code.MALFORMED, "there is no " + name + " " + value);
    }
}
