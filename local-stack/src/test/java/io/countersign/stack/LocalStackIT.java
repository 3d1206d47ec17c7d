package io.countersign.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** What every integration test of the repository relies on. */
final class LocalStackIT {

    @Test
    void the_database_keeps_its_rows_when_it_is_killed() throws SQLException {
        var database = LocalStack.shared().database();
        run(database, "CREATE TABLE kept (id int)");
        run(database, "INSERT INTO kept VALUES (1)");

        database.kill();
        database.start();

        run(database, "INSERT INTO kept VALUES (2)");
    }

    @Test
    void the_broker_keeps_its_topics_when_it_is_killed() throws Exception {
        var broker = LocalStack.shared().broker();
        try (var admin = admin(broker)) {
            admin.createTopics(List.of(new NewTopic("kept", 2, (short) 1)))
                    .all()
                    .get();
        }

        broker.kill();
        broker.start();

        try (var admin = admin(broker)) {
            assertThat(admin.listTopics().names().get()).contains("kept");
        }
    }

    private static Admin admin(Broker broker) throws InterruptedException, ExecutionException {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static void run(Database database, String command) throws SQLException {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
