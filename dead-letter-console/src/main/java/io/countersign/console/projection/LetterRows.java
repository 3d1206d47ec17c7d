package io.countersign.console.projection;

import io.countersign.console.desk.Finding;
import io.countersign.console.desk.Letter;
import io.countersign.console.desk.Request;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The list that filters and counts run on: written anew from its facts whenever one of them came. */
final class LetterRows {
    /** Facets are cut to this length: names of unknown actions are whatever somebody sent. */
    private static final int FACET_LENGTH = 256;

    private static final int LONGEST = 8_000;

    private static final String UPSERT = """
            insert into letters (id, category, state, closed, budget_refusal, stage, headline, tenant, user_name, agent,
                action, effect, codes, rules, arrivals, attempts, outside, version, first_at, last_at, due_at, search, reason,
                groups, voters)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do update set category = excluded.category, state = excluded.state,
                closed = excluded.closed, budget_refusal = excluded.budget_refusal, stage = excluded.stage,
                headline = excluded.headline, tenant = excluded.tenant, user_name = excluded.user_name,
                agent = excluded.agent, action = excluded.action, effect = excluded.effect, codes = excluded.codes,
                rules = excluded.rules, arrivals = excluded.arrivals, attempts = excluded.attempts,
                outside = excluded.outside, version = excluded.version, first_at = excluded.first_at,
                last_at = excluded.last_at, due_at = excluded.due_at, search = excluded.search,
                reason = excluded.reason, groups = excluded.groups, voters = excluded.voters""";

    private LetterRows() {}

    /** Works the rows out from their facts; returns the ids of those that there are. */
    static List<String> refresh(Connection connection, Set<String> rowIds) throws SQLException {
        var letters = Dossiers.of(connection, rowIds).stream().map(Letter::of).toList();
        try (var upsert = connection.prepareStatement(UPSERT)) {
            for (var letter : letters) {
                bind(connection, upsert, letter);
                upsert.addBatch();
            }
            if (!letters.isEmpty()) {
                upsert.executeBatch();
            }
        }
        return letters.stream().map(Letter::id).toList();
    }

    private static void bind(Connection connection, PreparedStatement row, Letter letter) throws SQLException {
        var request = letter.request();
        row.setString(1, letter.id());
        row.setString(2, letter.category().name());
        row.setString(3, letter.state().name());
        row.setBoolean(4, letter.closed());
        row.setBoolean(5, letter.isBudgetRefusal());
        row.setString(6, facet(letter.latest().stage()));
        row.setString(7, facet(letter.headline()));
        row.setString(8, facet(letter.tenant()));
        row.setString(9, facet(letter.user()));
        row.setString(10, facet(request == null ? null : request.agent()));
        row.setString(11, facet(request == null ? null : request.action()));
        row.setString(12, facet(request == null ? null : request.effect()));
        row.setArray(13, Dossiers.texts(connection, facets(letter, Finding::code)));
        row.setArray(14, Dossiers.texts(connection, facets(letter, Finding::rule)));
        row.setInt(15, letter.arrivals().size());
        row.setInt(16, letter.attempts());
        row.setString(17, letter.outside().name());
        row.setLong(18, letter.version());
        row.setObject(19, letter.firstAt().atOffset(ZoneOffset.UTC));
        row.setObject(20, letter.latest().at().atOffset(ZoneOffset.UTC));
        row.setObject(21, utc(letter.dueAt()));
        row.setString(22, search(letter, request));
        row.setString(23, storable(letter.reason(), LONGEST));
        row.setArray(24, Dossiers.texts(connection, letter.quorum().groups()));
        row.setArray(25, Dossiers.texts(connection, letter.quorum().voted()));
    }

    private static java.time.@Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static List<String> facets(Letter letter, Function<Finding, @Nullable String> part) {
        return letter.findings().stream()
                .map(part)
                .filter(Objects::nonNull)
                .map(LetterRows::facet)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static String search(Letter letter, @Nullable Request request) {
        var messages = letter.findings().stream().flatMap(finding -> Stream.of(finding.message(), finding.rule()));
        var names = Stream.of(
                letter.headline(),
                letter.latest().intentId(),
                letter.latest().letterId(),
                letter.user(),
                request == null ? null : request.agent(),
                request == null ? null : request.action(),
                letter.parameters());
        var text = Stream.concat(names, messages).filter(Objects::nonNull).collect(Collectors.joining(" "));
        return storable(text, LONGEST);
    }

    private static @Nullable String facet(@Nullable String text) {
        return text == null ? null : storable(text, FACET_LENGTH);
    }

    /** Without the one character that PostgreSQL cannot store, and not in the middle of a pair. */
    private static String storable(String text, int length) {
        var clean = text.replace('\0', '\uFFFD');
        if (clean.length() <= length) {
            return clean;
        }
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(length - 1)) ? length - 1 : length);
    }
}
