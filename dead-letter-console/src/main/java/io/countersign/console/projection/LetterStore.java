package io.countersign.console.projection;

import io.countersign.console.desk.Category;
import io.countersign.console.desk.Filter;
import io.countersign.console.desk.Filter.Order;
import io.countersign.console.desk.Letter;
import io.countersign.console.desk.Outside;
import io.countersign.console.desk.RawBytes;
import io.countersign.console.desk.Reviewer;
import io.countersign.console.desk.State;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads letters: what a person may not see is not there. */
@ApplicationScoped
public class LetterStore {
    private static final String DUE = "coalesce(due_at, '9999-01-01 00:00:00+00'::timestamptz)";

    private final DataSource database;

    LetterStore(DataSource database) {
        this.database = database;
    }

    /** The untouched bytes behind a letter. */
    public record Raw(@Nullable RawBytes key, @Nullable RawBytes value) {}

    /** The letter of that row, or that arrived under that id. */
    public Optional<Letter> find(String id, Reviewer reader) {
        if (!isStorable(id)) {
            return Optional.empty();
        }
        return query(connection -> {
            var dossiers = Dossiers.of(connection, Set.of(id));
            if (dossiers.isEmpty()) {
                dossiers = Dossiers.of(connection, Set.copyOf(Dossiers.rowsOf(connection, List.of(id))));
            }
            return dossiers.stream()
                    .map(Letter::of)
                    .filter(letter -> reader.sees(letter.tenant()))
                    .findFirst();
        });
    }

    /** The bytes that came with an arrival. */
    public Raw raw(String letterId) {
        return query(connection -> {
            try (var select =
                    connection.prepareStatement("select raw_key, raw_value from arrivals where letter_id = ?")) {
                select.setString(1, letterId);
                try (var found = select.executeQuery()) {
                    return found.next()
                            ? new Raw(RawBytes.ofNullable(found.getBytes(1)), RawBytes.ofNullable(found.getBytes(2)))
                            : new Raw(null, null);
                }
            }
        });
    }

    /** A page of the list, beginning behind the cursor. */
    public LetterList list(Filter filter, Reviewer reader, @Nullable Cursor after, int limit) {
        var conditions = Conditions.of(filter, reader);
        var byDue = filter.order() == Order.DUE;
        if (after != null) {
            var at = after.at().atOffset(ZoneOffset.UTC);
            conditions.and(
                    byDue ? "(least(" + DUE + ", ?), id) > (?, ?)" : "(last_at, id) < (?, ?)", bound(byDue, at, after));
        }
        var order = byDue ? DUE + ", id" : "last_at desc, id desc";
        var lines = lines(conditions, " order by " + order + " limit " + (limit + 1));
        if (lines.size() <= limit) {
            return new LetterList(lines, Optional.empty());
        }
        var page = lines.subList(0, limit);
        return new LetterList(page, Optional.of(cursor(page.getLast(), byDue)));
    }

    /** Those of the rows that the filter lets through. */
    public List<LetterLine> among(Collection<String> ids, Filter filter, Reviewer reader) {
        var asked = ids.stream().filter(LetterStore::isStorable).toList();
        return lines(Conditions.of(filter, reader).and("id = any (?)", asked), "");
    }

    /** PostgreSQL's text has no NUL: what has one is the id of nothing. */
    static boolean isStorable(String id) {
        return id.indexOf('\0') < 0;
    }

    private List<LetterLine> lines(Conditions conditions, String tail) {
        return query(connection -> {
            try (var select = connection.prepareStatement("select * from letters" + conditions.where() + tail)) {
                conditions.bind(select);
                try (var found = select.executeQuery()) {
                    var lines = new ArrayList<LetterLine>();
                    while (found.next()) {
                        lines.add(line(found));
                    }
                    return lines;
                }
            }
        });
    }

    private static Object[] bound(boolean byDue, OffsetDateTime at, Cursor after) {
        return byDue
                ? new Object[] {Cursor.NEVER.atOffset(ZoneOffset.UTC), at, after.id()}
                : new Object[] {at, after.id()};
    }

    private static Cursor cursor(LetterLine last, boolean byDue) {
        var due = last.dueAt() == null ? Cursor.NEVER : last.dueAt();
        return new Cursor(byDue ? due : last.lastAt(), last.id());
    }

    private static LetterLine line(ResultSet row) throws SQLException {
        return new LetterLine(
                row.getString("id"),
                Category.valueOf(row.getString("category")),
                State.named(row.getString("state")),
                row.getBoolean("closed"),
                row.getBoolean("budget_refusal"),
                row.getString("stage"),
                row.getString("headline"),
                row.getString("tenant"),
                row.getString("user_name"),
                row.getString("agent"),
                row.getString("action"),
                row.getString("effect"),
                texts(row, "codes"),
                texts(row, "rules"),
                row.getString("reason"),
                row.getInt("arrivals"),
                row.getInt("attempts"),
                Outside.valueOf(row.getString("outside")),
                row.getLong("version"),
                row.getObject("first_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_at", OffsetDateTime.class).toInstant(),
                instant(row, "due_at"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private <T> T query(DatabaseQuery<T> query) {
        return DatabaseQuery.run(database, query);
    }
}
