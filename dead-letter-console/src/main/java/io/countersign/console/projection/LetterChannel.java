package io.countersign.console.projection;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.BroadcastProcessor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Which rows have changed, told by the database at commit: so every instance of the desk hears of what any of them has
 * projected, and only of what can be read. An empty list means that something may have been missed.
 */
@ApplicationScoped
public class LetterChannel {
    private static final Logger LOG = Logger.getLogger(LetterChannel.class);
    private static final String CHANNEL = "countersign_letters";
    private static final int IDS_PER_NOTE = 90;
    private static final int WAIT_MILLIS = 500;

    private final DataSource database;
    private final BroadcastProcessor<List<String>> changes = BroadcastProcessor.create();
    private volatile boolean open = true;
    private @Nullable Thread listener;

    LetterChannel(DataSource database) {
        this.database = database;
    }

    /** Ids of rows as they change, for as long as somebody listens. */
    public Multi<List<String>> changes() {
        return changes.onOverflow().drop();
    }

    static void announce(Connection connection, List<String> rowIds) throws SQLException {
        try (var notify = connection.prepareStatement("select pg_notify(?, ?)")) {
            for (var from = 0; from < rowIds.size(); from += IDS_PER_NOTE) {
                var ids = rowIds.subList(from, Math.min(from + IDS_PER_NOTE, rowIds.size()));
                notify.setString(1, CHANNEL);
                notify.setString(2, String.join(" ", ids));
                notify.execute();
            }
        }
    }

    void start(@Observes StartupEvent started) {
        listener = Thread.ofVirtual().name("letter-channel").start(this::listen);
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        open = false;
        if (listener != null) {
            listener.join(TimeUnit.SECONDS.toMillis(2));
        }
        changes.onComplete();
    }

    private void listen() {
        while (open) {
            try (var connection = database.getConnection();
                    var listen = connection.createStatement()) {
                listen.execute("listen " + CHANNEL);
                changes.onNext(List.of());
                pass(connection.unwrap(PGConnection.class));
                listen.execute("unlisten " + CHANNEL);
            } catch (SQLException e) {
                if (open) {
                    LOG.warnf("the database does not tell of changes, trying again: %s", e.getMessage());
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
                }
            }
        }
    }

    private void pass(PGConnection connection) throws SQLException {
        while (open) {
            for (var note : connection.getNotifications(WAIT_MILLIS)) {
                changes.onNext(Arrays.asList(note.getParameter().split(" ")));
            }
        }
    }
}
