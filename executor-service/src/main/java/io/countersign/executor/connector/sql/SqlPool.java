package io.countersign.executor.connector.sql;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.countersign.executor.connector.Secrets;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * A route's few connections, made when they are first needed: one for each call at a time, and one that is left for probes
 * when calls have all others. User and password are looked up for each new one, so that they
 * can be changed without a restart.
 */
final class SqlPool implements AutoCloseable {

    private static final Duration ACQUISITION = Duration.ofSeconds(5);
    private static final Duration VALIDATION = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofMinutes(2);
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(30);

    private final String url;
    private final Secrets.Setting user;
    private final Secrets.Setting password;
    private final int connections;
    private final boolean readOnly;
    private @Nullable AgroalDataSource pool;

    SqlPool(String url, Secrets.Setting user, Secrets.Setting password, int connections, boolean readOnly) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.connections = connections;
        this.readOnly = readOnly;
    }

    /** A connection without a transaction. */
    Connection connection() throws SQLException {
        var connection = pool().getConnection();
        try {
            connection.setReadOnly(readOnly);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException broken) {
            connection.close();
            throw broken;
        }
    }

    /** How many calls there may be at a time. */
    int connections() {
        return connections;
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
        }
    }

    private synchronized AgroalDataSource pool() throws SQLException {
        var present = pool;
        if (present == null) {
            present = AgroalDataSource.from(configuration());
            pool = present;
        }
        return present;
    }

    private AgroalDataSourceConfigurationSupplier configuration() {
        return new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled(false)
                .connectionPoolConfiguration(pool -> pool.initialSize(0)
                        .minSize(0)
                        .maxSize(connections + 1)
                        .acquisitionTimeout(ACQUISITION)
                        .connectionValidator(ConnectionValidator.defaultValidatorWithTimeout(
                                Math.toIntExact(VALIDATION.toSeconds())))
                        .idleValidationTimeout(Duration.ofSeconds(1))
                        .reapTimeout(IDLE)
                        .maxLifetime(LONGEST_LIFE)
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .connectionFactoryConfiguration(connection -> connection
                                .connectionProviderClass(Driver.class)
                                .jdbcUrl(url)
                                .loginTimeout(ACQUISITION)
                                .jdbcProperty("ApplicationName", "countersign")
                                .jdbcProperty("connectTimeout", Long.toString(ACQUISITION.toSeconds()))
                                .jdbcProperty("tcpKeepAlive", "true")
                                .jdbcProperty("logServerErrorDetail", "false")
                                // One value of a gigabyte ends the call, not the process.
                                .jdbcProperty("maxResultBuffer", "32M")
                                .credential(this)
                                .addSecurityProvider(this::login)));
    }

    /** Asked for each new connection. */
    private @Nullable Properties login(Object credential) {
        if (credential != this) {
            return null;
        }
        try {
            var login = new Properties();
            login.setProperty("user", user.value());
            login.setProperty("password", password.value());
            return login;
        } catch (IOException gone) {
            throw new IllegalStateException("a secret of the route is not available", gone);
        }
    }
}
