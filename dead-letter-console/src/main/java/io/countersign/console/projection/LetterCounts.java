package io.countersign.console.projection;

import io.countersign.console.desk.Filter;
import io.countersign.console.desk.Reviewer;
import io.countersign.console.desk.State;
import io.countersign.console.desk.View;
import io.countersign.console.projection.Counts.Facet;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Counts letters by the same conditions that list them. */
@ApplicationScoped
public class LetterCounts {
    private static final int CHOICES = 50;
    private static final Map<String, String> FACETS = Map.of(
            "action", "action",
            "tenant", "tenant",
            "agent", "agent",
            "user", "user_name",
            "code", "unnest(codes)",
            "rule", "unnest(rules)");

    private final DataSource database;

    LetterCounts(DataSource database) {
        this.database = database;
    }

    /** How many of each category stand where. */
    public record Standing(String category, String state, boolean closed, boolean budgetRefusal, long count) {
        /** True if these letters are in that view. */
        public boolean isIn(View view) {
            return view.holds(State.named(state), closed, budgetRefusal);
        }
    }

    public Counts of(Filter filter, Reviewer reader) {
        return DatabaseQuery.run(database, connection -> {
            var views = views(standings(connection, filter.in(View.ALL), reader));
            var facets = new LinkedHashMap<String, List<Facet>>();
            for (var facet : FACETS.entrySet()) {
                facets.put(facet.getKey(), facet(connection, facet.getValue(), Conditions.of(filter, reader), CHOICES));
            }
            return new Counts(
                    views.getOrDefault(filter.view().slug(), 0L),
                    views,
                    byName(facet(connection, "category", Conditions.of(filter.withoutCategories(), reader), 100)),
                    byName(facet(connection, "state", Conditions.of(filter.withoutStates(), reader), 100)),
                    facets);
        });
    }

    public List<Standing> standings(Reviewer reader) {
        return DatabaseQuery.run(database, connection -> standings(connection, Filter.of(View.ALL), reader));
    }

    /** How many letters wait for this person's decision. */
    public long forReader(Reviewer reader) {
        var conditions = Conditions.of(Filter.ofReader(), reader);
        return DatabaseQuery.run(database, connection -> {
            try (var select = connection.prepareStatement("select count(*) from letters" + conditions.where())) {
                conditions.bind(select);
                try (var found = select.executeQuery()) {
                    found.next();
                    return found.getLong(1);
                }
            }
        });
    }

    private static List<Standing> standings(Connection connection, Filter filter, Reviewer reader) throws SQLException {
        var conditions = Conditions.of(filter, reader);
        try (var select = connection.prepareStatement("select category, state, closed, budget_refusal, count(*)"
                + " from letters" + conditions.where() + " group by 1, 2, 3, 4 order by 1, 2, 3, 4")) {
            conditions.bind(select);
            try (var found = select.executeQuery()) {
                var standings = new ArrayList<Standing>();
                while (found.next()) {
                    standings.add(new Standing(
                            found.getString(1),
                            found.getString(2),
                            found.getBoolean(3),
                            found.getBoolean(4),
                            found.getLong(5)));
                }
                return standings;
            }
        }
    }

    private static Map<String, Long> views(List<Standing> standings) {
        var views = new LinkedHashMap<String, Long>();
        for (var view : View.values()) {
            views.put(
                    view.slug(),
                    standings.stream()
                            .filter(standing -> standing.isIn(view))
                            .mapToLong(Standing::count)
                            .sum());
        }
        return views;
    }

    /** When the one that has been held the longest arrived. */
    public Optional<Instant> oldestHeld(Reviewer reader) {
        var conditions = Conditions.of(Filter.of(View.ALL), reader).and("state = 'HELD'");
        return DatabaseQuery.run(database, connection -> {
            try (var select = connection.prepareStatement("select min(last_at) from letters" + conditions.where())) {
                conditions.bind(select);
                try (var found = select.executeQuery()) {
                    found.next();
                    return Optional.ofNullable(found.getObject(1, OffsetDateTime.class))
                            .map(OffsetDateTime::toInstant);
                }
            }
        });
    }

    private static List<Facet> facet(Connection connection, String column, Conditions conditions, int most)
            throws SQLException {
        var sql = "select value, count(*) from (select " + column + " as value from letters" + conditions.where()
                + ") as choices where value is not null group by value order by 2 desc, 1 limit " + most;
        try (var select = connection.prepareStatement(sql)) {
            conditions.bind(select);
            try (var found = select.executeQuery()) {
                var facets = new ArrayList<Facet>();
                while (found.next()) {
                    facets.add(new Facet(found.getString(1), found.getLong(2)));
                }
                return facets;
            }
        }
    }

    private static Map<String, Long> byName(List<Facet> facets) {
        var counts = new LinkedHashMap<String, Long>();
        facets.forEach(facet -> counts.put(facet.value(), facet.count()));
        return counts;
    }
}
