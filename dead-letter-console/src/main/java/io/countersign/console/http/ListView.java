package io.countersign.console.http;

import io.countersign.console.desk.Category;
import io.countersign.console.desk.Filter;
import io.countersign.console.desk.State;
import io.countersign.console.desk.View;
import io.countersign.console.projection.Counts;
import io.countersign.console.projection.Counts.Facet;
import io.countersign.console.projection.Cursor;
import io.countersign.console.projection.LetterLine;
import io.countersign.console.projection.LetterList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The left half of the page: filters with their counts, and lines. */
record ListView(
        Filter filter,
        String query,
        List<LetterLine> lines,
        @Nullable String next,
        Counts counts,
        @Nullable String open) {

    static ListView of(Filter filter, LetterList page, Counts counts, @Nullable String open) {
        return new ListView(
                filter,
                FilterParameters.write(filter),
                page.lines(),
                page.next().map(Cursor::text).orElse(null),
                counts,
                open);
    }

    /** A value that a facet can be set to. */
    record Choice(String name, String title, long count, boolean chosen) {}

    /** A select box. */
    record Select(String name, String title, List<Choice> choices, boolean narrowed) {}

    public List<Choice> views() {
        return Arrays.stream(View.values())
                .filter(view -> view.family() == view)
                .map(view -> choice(view, filter.view().family()))
                .toList();
    }

    /** Where the open letters stand; empty in another view. */
    public List<Choice> parts() {
        return filter.view().family() != View.OPEN
                ? List.of()
                : View.PARTS_OF_OPEN.stream()
                        .map(view -> choice(view, filter.view()))
                        .toList();
    }

    private Choice choice(View view, View chosen) {
        return new Choice(view.slug(), view.title(), counts.views().getOrDefault(view.slug(), 0L), view == chosen);
    }

    public List<Choice> categories() {
        return Arrays.stream(Category.values())
                .map(category -> new Choice(
                        category.name(),
                        category.title(),
                        counts.categories().getOrDefault(category.name(), 0L),
                        filter.categories().contains(category)))
                .toList();
    }

    public List<Select> selects() {
        return List.of(
                states(),
                select("action", "Action", filter.action()),
                select("agent", "Agent", filter.agent()),
                select("user", "User", filter.user()),
                select("tenant", "Tenant", filter.tenant()),
                select("code", "Reason", filter.code()),
                select("rule", "Rule or budget", filter.rule()));
    }

    /** True if something that is not always in sight narrows the list. */
    public boolean narrowed() {
        return selects().stream().anyMatch(Select::narrowed);
    }

    public boolean byDue() {
        return filter.order() == Filter.Order.DUE;
    }

    /** The address of the next page's lines. */
    public @Nullable String nextAddress() {
        return next == null ? null : "/letters/more" + (query.isEmpty() ? "?" : query + "&") + "cursor=" + next;
    }

    private Select states() {
        var choices = Arrays.stream(State.values())
                .filter(state -> counts.states().containsKey(state.name())
                        || filter.states().contains(state))
                .map(state -> new Choice(
                        state.name(),
                        state.title(),
                        counts.states().getOrDefault(state.name(), 0L),
                        filter.states().contains(state)))
                .toList();
        return new Select("state", "State", choices, !filter.states().isEmpty());
    }

    private Select select(String name, String title, @Nullable String chosen) {
        var facets = counts.facets().getOrDefault(name, List.of());
        var known = facets.stream().map(Facet::value);
        var missing = Stream.ofNullable(chosen)
                .filter(value ->
                        facets.stream().noneMatch(facet -> facet.value().equals(value)));
        var choices = Stream.concat(known, missing)
                .map(value -> new Choice(value, value, countOf(facets, value), value.equals(chosen)))
                .toList();
        return new Select(name, title, choices, chosen != null);
    }

    private static long countOf(List<Facet> facets, String value) {
        return facets.stream()
                .filter(facet -> Objects.equals(facet.value(), value))
                .mapToLong(Facet::count)
                .sum();
    }
}
