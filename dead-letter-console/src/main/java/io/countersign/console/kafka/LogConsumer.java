package io.countersign.console.kafka;

import io.countersign.console.projection.Fact;
import io.countersign.console.projection.Projection;
import io.countersign.wire.RegistryAwayException;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Reads the log in batches into the projection. A registry or database that is away is waited for; a record that the
 * database cannot hold becomes a letter, so that nothing stops a partition.
 */
@ApplicationScoped
public class LogConsumer {
    private static final Logger LOG = Logger.getLogger(LogConsumer.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final FactReader reader;
    private final Projection projection;
    private volatile boolean open = true;

    LogConsumer(FactReader reader, Projection projection) {
        this.reader = reader;
        this.projection = projection;
    }

    /** Returns when the batch is applied. */
    @Incoming("log")
    @Blocking
    public void read(ConsumerRecords<byte[], byte[]> batch) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        batch.forEach(records::add);
        patiently(() -> apply(records));
    }

    private void apply(List<ConsumerRecord<byte[], byte[]>> records) throws SQLException {
        var facts = records.stream().map(reader::read).toList();
        try {
            projection.apply(facts);
        } catch (SQLException e) {
            if (!isRefusal(e)) {
                throw e;
            }
            LOG.warnf("a batch of %d records is applied one by one: %s", records.size(), e.getMessage());
            for (var i = 0; i < records.size(); i++) {
                applyAlone(records.get(i), facts.get(i));
            }
        }
    }

    private void applyAlone(ConsumerRecord<byte[], byte[]> record, Fact fact) throws SQLException {
        try {
            projection.apply(List.of(fact));
        } catch (SQLException e) {
            if (!isRefusal(e)) {
                throw e;
            }
            LOG.warnf("record kept as unreadable: position=%s reason=%s", fact.position(), e.getMessage());
            projection.apply(List.of(FactReader.unreadable(record, "cannot be stored: SQL state " + e.getSQLState())));
        }
    }

    /** Data (22), constraint (23) and size (54) errors are the record's fault; anything else is the world's. */
    private static boolean isRefusal(SQLException e) {
        var state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    private interface Attempt {
        void run() throws SQLException;
    }

    private void patiently(Attempt attempt) {
        var pause = FIRST_PAUSE;
        while (open) {
            try {
                attempt.run();
                return;
            } catch (SQLException | RegistryAwayException e) {
                LOG.warnf("the log is not read on, trying again in %s: %s", pause, e.getMessage());
                sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            open = false;
            Thread.currentThread().interrupt();
            throw new CancellationException("the desk is stopping");
        }
    }
}
