package io.countersign.console.projection;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** Looks at the desk's database behind its back. */
record Rows(String url, String user, String password) {

    /** In the database of the desk that this JVM runs. */
    static long count(String from) {
        var config = ConfigProvider.getConfig();
        return new Rows(
                        config.getValue("COUNTERSIGN_DATABASE_URL", String.class),
                        config.getValue("COUNTERSIGN_DATABASE_USER", String.class),
                        config.getValue("COUNTERSIGN_DATABASE_PASSWORD", String.class))
                .in(from);
    }

    /** How many there are in a table. */
    long in(String from) {
        return Long.parseLong(texts("select count(*) from desk." + from).getFirst());
    }

    /** The first column of every row. */
    List<String> texts(String sql) {
        try (var connection = DriverManager.getConnection(url, user, password);
                var select = connection.createStatement();
                var found = select.executeQuery(sql)) {
            var texts = new ArrayList<String>();
            while (found.next()) {
                texts.add(found.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void execute(String sql) {
        try (var connection = DriverManager.getConnection(url, user, password);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
