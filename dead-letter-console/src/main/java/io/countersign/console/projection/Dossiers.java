package io.countersign.console.projection;

import io.countersign.console.desk.Arrival;
import io.countersign.console.desk.Change;
import io.countersign.console.desk.Dossier;
import io.countersign.console.desk.Remark;
import io.countersign.console.desk.Wording;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts together what the facts say about rows. */
final class Dossiers {
    private static final String ARRIVALS = """
            select row_id, letter_id, body,
                   exists (select from revocations where revocations.session = arrivals.session) as revoked
            from arrivals where row_id = any (?) order by topic_partition, topic_offset""";
    private static final String CHANGES = """
            select row_id, letter_id, body from changes where row_id = any (?)
            union all
            select row_id, letter_id, body from changes
            where letter_id = any (?) and (row_id is null or row_id <> all (?))""";
    private static final String REMARKS = """
            select row_id, letter_id, body from remarks where row_id = any (?)
            union all
            select row_id, letter_id, body from remarks
            where letter_id = any (?) and (row_id is null or row_id <> all (?))""";
    private static final String WORDINGS =
            "select row_id, null::text as letter_id, body from wordings where row_id = any (?)";

    private final Connection connection;
    private final Array ids;
    private final Map<String, List<Arrival>> arrivals = new LinkedHashMap<>();
    private final Map<String, String> rowsByLetter = new HashMap<>();
    private final Set<String> revoked = new HashSet<>();

    private Dossiers(Connection connection, Collection<String> rowIds) throws SQLException {
        this.connection = connection;
        this.ids = texts(connection, rowIds);
    }

    /** The dossiers of those of the rows that a letter has arrived for. */
    static List<Dossier> of(Connection connection, Set<String> rowIds) throws SQLException {
        return rowIds.isEmpty() ? List.of() : new Dossiers(connection, rowIds).load();
    }

    /** The rows that these letters belong to. */
    static List<String> rowsOf(Connection connection, Collection<String> letterIds) throws SQLException {
        return rows(connection, "select row_id from arrivals where letter_id = any (?)", texts(connection, letterIds));
    }

    /** The rows of the letters whose intents are in these sessions. */
    static List<String> rowsIn(Connection connection, Collection<String> sessions) throws SQLException {
        return rows(connection, "select row_id from arrivals where session = any (?)", texts(connection, sessions));
    }

    private static List<String> rows(Connection connection, String sql, Array bound) throws SQLException {
        try (var select = connection.prepareStatement(sql)) {
            select.setArray(1, bound);
            try (var found = select.executeQuery()) {
                var rows = new ArrayList<String>();
                while (found.next()) {
                    rows.add(found.getString(1));
                }
                return rows;
            }
        }
    }

    static Array texts(Connection connection, Collection<String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray());
    }

    private List<Dossier> load() throws SQLException {
        loadArrivals();
        if (arrivals.isEmpty()) {
            return List.of();
        }
        var letters = texts(connection, rowsByLetter.keySet());
        var changes = grouped(CHANGES, letters, Change.class);
        var remarks = grouped(REMARKS, letters, Remark.class);
        var wordings = grouped(WORDINGS, null, Wording.class);
        var dossiers = new ArrayList<Dossier>();
        arrivals.forEach((id, came) -> dossiers.add(new Dossier(
                id,
                came,
                changes.getOrDefault(id, List.of()),
                wordings.getOrDefault(id, List.of()).stream().findFirst().orElse(null),
                remarks.getOrDefault(id, List.of()),
                revoked.contains(id))));
        return dossiers;
    }

    private void loadArrivals() throws SQLException {
        try (var select = connection.prepareStatement(ARRIVALS)) {
            select.setArray(1, ids);
            try (var found = select.executeQuery()) {
                while (found.next()) {
                    var row = found.getString("row_id");
                    rowsByLetter.put(found.getString("letter_id"), row);
                    arrivals.computeIfAbsent(row, id -> new ArrayList<>())
                            .add(FactJson.read(found.getString("body"), Arrival.class));
                    if (found.getBoolean("revoked")) {
                        revoked.add(row);
                    }
                }
            }
        }
    }

    private <T extends Record> Map<String, List<T>> grouped(
            String sql, @org.jspecify.annotations.Nullable Array letters, Class<T> type) throws SQLException {
        try (var select = connection.prepareStatement(sql)) {
            select.setArray(1, ids);
            if (letters != null) {
                select.setArray(2, letters);
                select.setArray(3, ids);
            }
            try (var found = select.executeQuery()) {
                var groups = new HashMap<String, List<T>>();
                while (found.next()) {
                    groups.computeIfAbsent(rowOf(found), id -> new ArrayList<>())
                            .add(FactJson.read(found.getString("body"), type));
                }
                return groups;
            }
        }
    }

    /** A letter that is about no live intent is named by its own id, also where an intent is named beside it. */
    private String rowOf(ResultSet found) throws SQLException {
        var byLetter = rowsByLetter.get(found.getString("letter_id"));
        var row = found.getString("row_id");
        return byLetter != null && !arrivals.containsKey(row) ? byLetter : String.valueOf(row);
    }
}
