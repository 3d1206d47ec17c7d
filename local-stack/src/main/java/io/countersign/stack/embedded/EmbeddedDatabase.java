package io.countersign.stack.embedded;

import io.countersign.stack.DataDirectory;
import io.countersign.stack.Database;
import io.countersign.stack.Installation;
import io.countersign.stack.StackException;
import io.countersign.stack.process.ProcessRecords;
import io.countersign.stack.process.Processes;
import io.countersign.stack.process.Signals;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL from its Maven artifact, with the desk's user and database; the data folder is kept. */
public final class EmbeddedDatabase implements Database {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private static final String NAME = "countersign";

    private final Installation installation;
    private final DataDirectory data;
    private final ProcessRecords records;
    private final int port;

    private @Nullable EmbeddedPostgres postgres;
    private @Nullable ProcessHandle process;

    public EmbeddedDatabase(Installation installation, DataDirectory data, ProcessRecords records, int port) {
        this.installation = installation;
        this.data = data;
        this.records = records;
        this.port = port;
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, NAME);
    }

    @Override
    public String user() {
        return NAME;
    }

    /** Not a secret: the server trusts every local connection. */
    @Override
    public String password() {
        return NAME;
    }

    @Override
    public synchronized void start() {
        if (running()) {
            return;
        }
        records.requireOpen();
        release();
        try {
            endLeftOver();
            dropHalfMade();
            var started = server().start();
            postgres = started;
            process = postmaster();
            records.add(name(), process);
            createDatabase(started);
            markComplete();
        } catch (IOException | SQLException | RuntimeException e) {
            giveUp();
            throw new StackException(
                    "PostgreSQL does not start: %s; see %s".formatted(e.getMessage(), data.log(name())), e);
        }
    }

    private EmbeddedPostgres.Builder server() {
        var log = Redirect.appendTo(data.log(name()).toFile());
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(installation.postgres().toFile())
                .setDataDirectory(data.postgres())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("unix_socket_directories", "")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "60")
                .setServerConfig("shared_buffers", "32MB");
    }

    /** A server that came up half is ended, so that the next start finds none. */
    private void giveUp() {
        try {
            release();
            endLeftOver();
        } catch (IOException | RuntimeException e) {
            LOG.warn("PostgreSQL may still run: {}", e.getMessage());
        }
    }

    /** A launcher that was killed between the server's start and its record has left one that no record names. */
    private void endLeftOver() throws IOException {
        if (Files.exists(pidFile())) {
            var lines = Files.readAllLines(pidFile());
            var started = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
            Processes.find(pid(lines), started).ifPresent(Processes::end);
        }
    }

    /** What a launcher that was killed during the very first start has left is no database. */
    private void dropHalfMade() {
        if (!Files.exists(complete())) {
            new DataDirectory(data.postgres()).delete();
        }
    }

    private void markComplete() throws IOException {
        if (!Files.exists(complete())) {
            Files.createFile(complete());
        }
    }

    private Path complete() {
        return data.root().resolve("postgres.complete");
    }

    private ProcessHandle postmaster() throws IOException {
        return ProcessHandle.of(pid(Files.readAllLines(pidFile())))
                .orElseThrow(() -> new StackException("it ended at once"));
    }

    private Path pidFile() {
        return data.postgres().resolve("postmaster.pid");
    }

    private static long pid(List<String> pidFile) {
        return Long.parseLong(pidFile.getFirst().strip());
    }

    private static void createDatabase(EmbeddedPostgres server) throws SQLException {
        try (var connection = server.getPostgresDatabase().getConnection()) {
            if (!holds(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?")) {
                execute(connection, "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(NAME, NAME));
            }
            if (!holds(connection, "SELECT 1 FROM pg_database WHERE datname = ?")) {
                execute(connection, "CREATE DATABASE %s OWNER %s".formatted(NAME, NAME));
            }
        }
    }

    private static boolean holds(Connection connection, String query) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, NAME);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void execute(Connection connection, String command) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    @Override
    public synchronized void stop() {
        release();
    }

    /** Kills the postmaster; its backends notice and end. */
    @Override
    public synchronized void kill() {
        if (process != null) {
            Processes.kill(process);
        }
        release();
    }

    private void release() {
        try {
            if (postgres != null) {
                postgres.close();
            }
            if (process != null) {
                // Its control program returns a moment before the server is gone.
                Processes.end(process);
                records.remove(process.pid());
            }
        } catch (IOException e) {
            throw new StackException("PostgreSQL does not end: " + e.getMessage(), e);
        } finally {
            postgres = null;
            process = null;
        }
    }

    @Override
    public synchronized void suspend() {
        Signals.suspend(require().pid());
    }

    @Override
    public synchronized void resume() {
        Signals.resume(require().pid());
    }

    @Override
    public synchronized boolean running() {
        return process != null && process.isAlive();
    }

    private ProcessHandle require() {
        if (process == null) {
            throw new StackException("PostgreSQL does not run");
        }
        return process;
    }
}
