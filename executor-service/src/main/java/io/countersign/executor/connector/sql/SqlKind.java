package io.countersign.executor.connector.sql;

import io.countersign.executor.connector.Connector;
import io.countersign.executor.connector.ConnectorKind;
import io.countersign.executor.connector.Fields;
import io.countersign.executor.connector.Secrets;
import io.countersign.executor.execution.SqlStatement;
import java.util.regex.Pattern;

/** Routes that say {@code connector: sql}. */
public final class SqlKind implements ConnectorKind {

    private static final Pattern TABLE = Pattern.compile("[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)?");

    @Override
    public String name() {
        return "sql";
    }

    @Override
    public Connector connector(Fields route, Secrets secrets) {
        var write = route.flag("write");
        var settings = new SqlConnector.Settings(
                route.parsed("statement", route.text("statement"), SqlStatement::of),
                write,
                route.number("rows", 1_000, 1, 100_000),
                route.fields("idempotency").map(SqlKind::effects).orElse(null));
        if (settings.effects() != null && !write) {
            throw route.wrong("idempotency", "only a route with write: true has effects to remember");
        }
        var pool = new SqlPool(
                route.parsed("url", route.text("url"), text -> url(secrets.now(text))),
                route.parsed("user", route.text("user"), secrets::setting),
                route.parsed("password", route.text("password"), secrets::setting),
                route.number("connections", 4, 1, 100),
                !write);
        return new SqlConnector(settings, pool);
    }

    private static String url(String text) {
        if (!text.startsWith("jdbc:postgresql://")) {
            throw new IllegalArgumentException("an address of PostgreSQL begins with jdbc:postgresql://");
        }
        if (Pattern.compile("[?&](user|password|options)=").matcher(text).find() || text.contains("@")) {
            throw new IllegalArgumentException("user and password are settings of their own");
        }
        return text;
    }

    private static EffectTable effects(Fields idempotency) {
        var table = idempotency.parsed("table", idempotency.text("table"), text -> {
            if (!TABLE.matcher(text).matches()) {
                throw new IllegalArgumentException("\"" + text + "\" is no name of a table");
            }
            return new EffectTable(text);
        });
        idempotency.nothingElse();
        return table;
    }
}
