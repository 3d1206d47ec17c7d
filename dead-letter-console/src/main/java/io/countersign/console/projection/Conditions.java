package io.countersign.console.projection;

import io.countersign.console.desk.Filter;
import io.countersign.console.desk.ReviewRules;
import io.countersign.console.desk.Reviewer;
import io.countersign.console.desk.View;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A filter as the where clause of a query on letters, with what it binds. */
final class Conditions {
    private final List<String> clauses = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    private Conditions() {}

    /** What this person may see, narrowed by their filter. */
    static Conditions of(Filter filter, Reviewer reader) {
        var conditions = new Conditions().seenBy(reader).in(filter.view());
        conditions.anyOf(
                "category", filter.categories().stream().map(Enum::name).toList());
        conditions.anyOf("state", filter.states().stream().map(Enum::name).toList());
        conditions.is("action", filter.action());
        conditions.is("tenant", filter.tenant());
        conditions.is("agent", filter.agent());
        conditions.is("user_name", filter.user());
        conditions.holds("codes", filter.code());
        conditions.holds("rules", filter.rule());
        if (filter.forReader()) {
            conditions.waitsFor(reader);
        }
        return conditions.says(filter.text());
    }

    Conditions and(String clause, Object... bound) {
        clauses.add(clause);
        values.addAll(List.of(bound));
        return this;
    }

    String where() {
        return clauses.isEmpty() ? "" : " where " + String.join(" and ", clauses);
    }

    /** Binds from the first parameter on; returns the number of the next. */
    int bind(PreparedStatement statement) throws SQLException {
        var next = 1;
        for (var value : values) {
            if (value instanceof List<?> texts) {
                statement.setArray(next++, statement.getConnection().createArrayOf("text", texts.toArray()));
            } else {
                statement.setObject(next++, value);
            }
        }
        return next;
    }

    private Conditions seenBy(Reviewer reader) {
        if (!reader.reads()) {
            return and("false");
        }
        return reader.seesAllTenants() ? this : and("tenant = ?", reader.tenant());
    }

    private Conditions in(View view) {
        return switch (view) {
            case OPEN -> and("not closed and not budget_refusal");
            case WAITING, MOVING, ENDED ->
                in(View.OPEN)
                        .and(
                                "state = any (?)",
                                view.states().stream().map(Enum::name).toList());
            case BUDGET -> and("budget_refusal and not closed");
            case CLOSED -> and("closed");
            case ALL -> this;
        };
    }

    /** As {@link ReviewRules#needs} says. */
    private void waitsFor(Reviewer reader) {
        if (!reader.acts()) {
            and("false");
            return;
        }
        in(View.WAITING)
                .and(
                        "(state = 'OPEN' or (tenant = ? and (user_name = ? or agent = ?)) is not true)",
                        reader.tenant(),
                        reader.user(),
                        reader.user())
                .and("(state <> 'HELD' or groups = '{}' or groups && ?)", List.copyOf(reader.roles()))
                .and(
                        "(state <> 'HELD' or not case when tenant = ? then ? else ? end = any (voters))",
                        reader.tenant(),
                        reader.user(),
                        reader.nameIn(null));
    }

    private void anyOf(String column, List<String> texts) {
        if (!texts.isEmpty()) {
            and(column + " = any (?)", texts);
        }
    }

    private void is(String column, @Nullable String text) {
        if (text != null) {
            and(column + " = ?", text);
        }
    }

    private void holds(String column, @Nullable String text) {
        if (text != null) {
            and(column + " @> ?", List.of(text));
        }
    }

    /** Every word must occur, in any order. */
    private Conditions says(@Nullable String text) {
        if (text != null) {
            for (var word : text.strip().split("\\s+")) {
                and(
                        "search ilike ?",
                        "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%");
            }
        }
        return this;
    }
}
