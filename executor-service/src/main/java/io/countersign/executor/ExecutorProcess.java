package io.countersign.executor;

import io.countersign.contract.ActionGlob;
import io.countersign.door.IdentityConfig;
import io.countersign.executor.cache.CacheLog;
import io.countersign.executor.cache.CachingHandler;
import io.countersign.executor.connector.ConnectorKinds;
import io.countersign.executor.connector.EchoConnector;
import io.countersign.executor.connector.InvalidRoutes;
import io.countersign.executor.connector.Secrets;
import io.countersign.executor.routes.Route;
import io.countersign.executor.routes.Routes;
import io.countersign.executor.routes.RoutesFile;
import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ExecutorSettings;
import io.countersign.protocol.KeySource;
import io.countersign.protocol.kafka.ExecutorClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The executor of this process, from its start to its end. */
@Singleton
final class ExecutorProcess {

    private static final Logger LOG = Logger.getLogger(ExecutorProcess.class);

    private final ExecutorConfig config;
    private final IdentityConfig identity;
    private final OutcomeWatch watch;
    private final RouteWatch gates;
    private final MeterRegistry meters;
    private volatile @Nullable ExecutorClient client;
    private volatile @Nullable Routes routes;
    private volatile @Nullable CacheLog cache;

    ExecutorProcess(
            ExecutorConfig config,
            IdentityConfig identity,
            OutcomeWatch watch,
            RouteWatch gates,
            MeterRegistry meters) {
        this.config = config;
        this.identity = identity;
        this.watch = watch;
        this.gates = gates;
        this.meters = meters;
    }

    void start(@Observes @Priority(2) StartupEvent started) {
        var read = routes();
        routes = read;
        gates.show(read);
        read.routes()
                .forEach(route -> LOG.infof(
                        "Route. action=%s connector=%s inFlight=%d",
                        route.actions().pattern(), route.kind(), route.inFlight()));
        if (read.routes().stream().anyMatch(route -> route.kind().equals("llm"))) {
            Thread.startVirtualThread(TokenCounter::prepare);
        }
        var settings = settings(read);
        client = ExecutorClient.start(settings, keys(), caching(read, settings), watch);
    }

    void stop(@Observes ShutdownEvent stopping) {
        var running = client;
        if (running != null) {
            running.close();
        }
        var used = routes;
        if (used != null) {
            used.close();
        }
        var answers = cache;
        if (answers != null) {
            answers.close();
        }
    }

    boolean isReady() {
        var running = client;
        return running != null && running.isReady();
    }

    private Routes routes() {
        if (config.routes().isPresent()) {
            return routes(config.routes().get());
        }
        if (!identity.development()) {
            throw new IllegalStateException("COUNTERSIGN_ROUTES is not set: no route, nothing to run");
        }
        LOG.warn("COUNTERSIGN_ROUTES is not set: every approved action is echoed and nothing is called.");
        return new Routes(
                List.of(Route.open(new ActionGlob("*"), "echo", 32, new EchoConnector())), new Secrets(name -> null));
    }

    /** A mistake in the file is its writer's: it ends the start with one line, and without the stack of a defect. */
    private Routes routes(Path file) {
        try {
            return new RoutesFile(new Secrets(System::getenv), ConnectorKinds.all(TokenCounter::count), gates)
                    .read(file);
        } catch (InvalidRoutes mistake) {
            LOG.debug("The routes file is refused.", mistake);
            throw new ConfigurationException("The routes file is refused: " + mistake.getMessage());
        }
    }

    private ActionHandler caching(Routes routes, ExecutorSettings settings) {
        var bytes = config.cacheBytes().asLongValue();
        if (bytes == 0) {
            return routes;
        }
        var log = CacheLog.start(settings, bytes, Clock.systemUTC());
        meters.gauge("countersign.cache.answers", log, CacheLog::size);
        cache = log;
        return new CachingHandler(log.cache(), routes, meters);
    }

    private KeySource keys() {
        var place = config.keys()
                .orElseThrow(() -> new IllegalStateException(
                        "COUNTERSIGN_KEYS is not set: without keys no approval can be verified"));
        return place.startsWith("http://") || place.startsWith("https://")
                ? KeySource.url(URI.create(place), config.serviceToken().orElse(null))
                : KeySource.file(Path.of(place));
    }

    private ExecutorSettings settings(Routes routes) {
        return new ExecutorSettings(
                config.kafka(),
                config.registry(),
                config.group(),
                config.instance().orElseGet(ExecutorProcess::hostAndProcess),
                routes.subscriptions(),
                config.drain(),
                config.client());
    }

    private static String hostAndProcess() {
        var process = ProcessHandle.current().pid();
        try {
            return InetAddress.getLocalHost().getHostName() + "-" + process;
        } catch (UnknownHostException nameless) {
            return "executor-" + process;
        }
    }
}
