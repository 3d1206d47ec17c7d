package io.countersign.stack;

import io.countersign.provisioning.Provisioner;
import io.countersign.provisioning.ProvisioningException;
import io.countersign.provisioning.ProvisioningSettings;
import io.countersign.stack.embedded.EmbeddedDatabase;
import io.countersign.stack.identity.DevelopmentIdentity;
import io.countersign.stack.process.ProcessRecords;
import io.countersign.stack.redpanda.Redpanda;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker, a schema registry, a database and services that work together on one data folder.
 * Opening it takes the folder and ends what a killed launcher left; closing it ends everything in order.
 */
public final class LocalStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);

    private final Installation installation;
    private final DataDirectory data;
    private final DataDirectory.Lock lock;
    private final Ports ports;
    private final ProcessRecords records;
    private final DevelopmentIdentity identity;
    private final Messaging messaging;
    private final Database database;
    private final boolean temporary;
    private final List<ServiceProcess> services = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private LocalStack(DataDirectory data, DataDirectory.Lock lock, Ports ports, boolean temporary) {
        this.installation = temporary ? Installation.forTests() : Installation.current();
        this.data = data;
        this.lock = lock;
        this.ports = ports;
        this.temporary = temporary;
        this.records = new ProcessRecords(data.processes());
        this.identity = DevelopmentIdentity.in(data.keys());
        this.messaging = temporary && Redpanda.available()
                ? Redpanda.on(ports)
                : Messaging.embedded(installation, data, records, ports);
        this.database = new EmbeddedDatabase(installation, data, records, ports.of(Port.POSTGRES));
    }

    /**
     * Takes the data folder, if this build can go on with its data, and ends the orphans in it. Nothing runs yet.
     *
     * @param fresh drop all data first; keys stay
     */
    public static LocalStack open(DataDirectory data, Ports ports, boolean fresh) {
        var lock = take(data);
        try {
            endOrphans(data);
            if (fresh) {
                data.clear();
                data.create();
            }
            data.requireLayout();
            return new LocalStack(data, lock, ports, false);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** On a new folder, dropped when the stack is closed; on Redpanda where a Docker engine answers. */
    static LocalStack temporary(DataDirectory data, Ports ports) {
        return new LocalStack(data, take(data), ports, true);
    }

    private static DataDirectory.Lock take(DataDirectory data) {
        return data.create()
                .tryLock()
                .orElseThrow(() ->
                        new StackException("another stack runs on %s: end it, or set COUNTERSIGN_DATA to another folder"
                                .formatted(data.root())));
    }

    private static void endOrphans(DataDirectory data) {
        new ProcessRecords(data.processes())
                .endOrphans()
                .forEach(orphan -> LOG.warn("ended {}, which a killed run had left", orphan));
    }

    /** A running stack of its own for a test: free ports, a folder of its own, dropped when it is closed. */
    public static LocalStack forTests() {
        return TestStacks.start();
    }

    /** The one stack that all tests of this JVM share: started at the first call, closed when the JVM ends. */
    public static LocalStack shared() {
        return TestStacks.shared();
    }

    /** Starts broker, registry and database at once and returns when all of them answer. */
    public LocalStack start() {
        Tasks.atOnce(List.of(broker()::start, registry()::start, database::start));
        return this;
    }

    /** Starts the registry and registers the schemas. */
    public void startRegistry() {
        registry().start();
        provisioning(Provisioner::registerSchemas);
    }

    /** Starts everything but the registry, and creates the contract's topics: what services want when they start. */
    public void startWithoutRegistry() {
        Tasks.atOnce(List.of(
                () -> {
                    broker().start();
                    provisioning(Provisioner::createTopics);
                },
                database::start));
    }

    /** Creates the contract's topics and those of these actions, and registers the schemas; again changes nothing. */
    public LocalStack provision(String... actions) {
        return provisioning(provisioner -> {
            provisioner.provision();
            provisioner.ensureApprovedTopics(List.of(actions));
        });
    }

    private LocalStack provisioning(Consumer<Provisioner> work) {
        var settings = new HashMap<>(System.getenv());
        settings.putAll(environment());
        try (var provisioner = new Provisioner(ProvisioningSettings.of(settings))) {
            work.accept(provisioner);
            return this;
        } catch (ProvisioningException | KafkaException | IllegalArgumentException e) {
            throw new StackException("cannot provision topics and schemas: " + e.getMessage(), e);
        }
    }

    public Broker broker() {
        return messaging.broker();
    }

    public Registry registry() {
        return messaging.registry();
    }

    public Database database() {
        return database;
    }

    public DevelopmentIdentity identity() {
        return identity;
    }

    public DataDirectory data() {
        return data;
    }

    public Ports ports() {
        return ports;
    }

    /** A service on its own port, not started yet. */
    public ServiceProcess service(Service service, Map<String, String> environment) {
        return instance(service, service.module(), ports.of(service.port()), environment);
    }

    /** A further instance of a service under another name and port, with a state folder of its own; not started yet. */
    public ServiceProcess instance(Service service, String name, int port, Map<String, String> environment) {
        var settings = environment();
        settings.put(service.port().variable(), Integer.toString(port));
        settings.put("COUNTERSIGN_STATE", data.state(name).toString());
        settings.putAll(environment);
        var process = new ServiceProcess(installation, data, records, service, name, port, settings);
        services.add(process);
        return process;
    }

    /** The settings by which a service finds this stack. */
    public Map<String, String> environment() {
        var settings = new HashMap<String, String>();
        settings.put("COUNTERSIGN_KAFKA", broker().bootstrapServers());
        settings.put("COUNTERSIGN_REGISTRY", registry().url());
        settings.put("COUNTERSIGN_DATABASE_URL", database.jdbcUrl());
        settings.put("COUNTERSIGN_DATABASE_USER", database.user());
        settings.put("COUNTERSIGN_DATABASE_PASSWORD", database.password());
        settings.put("COUNTERSIGN_DATA", data.root().toString());
        settings.put("COUNTERSIGN_DEVELOPMENT", "true");
        settings.put("COUNTERSIGN_ISSUER", DevelopmentIdentity.ISSUER);
        settings.put("COUNTERSIGN_AUDIENCE", DevelopmentIdentity.AUDIENCE);
        settings.put("COUNTERSIGN_JWKS", identity.publicKeys().toString());
        settings.put("COUNTERSIGN_DEV_KEY", identity.privateKey().toString());
        settings.put(
                "COUNTERSIGN_SIGNING_KEY", data.keys().resolve("approval.json").toString());
        settings.put(
                "COUNTERSIGN_KEYS",
                data.keys().resolve("approval.json.public.json").toString());
        settings.put("COUNTERSIGN_POLICY_STREAM_URL", "http://127.0.0.1:" + ports.of(Port.POLICY_STREAM));
        for (Port port : Port.values()) {
            settings.put(port.variable(), Integer.toString(ports.of(port)));
        }
        return settings;
    }

    /** What nobody turns to any more is not in the way of what comes next, while it still tidies up. */
    private void endInOrder(Consumer<String> progress) {
        Tasks.inTurn(List.of(
                () -> all(service -> !service.decides(), ServiceProcess::dismiss),
                () -> progress.accept("the doors are closed; ending policy-stream, schema registry and PostgreSQL"),
                () -> all(ServiceProcess::decides, ServiceProcess::dismiss),
                () -> Tasks.atOnce(List.of(
                        () -> all(ServiceProcess::decides, ServiceProcess::stop), registry()::stop, this::endDatabase)),
                () -> progress.accept("ending Kafka"),
                broker()::stop));
    }

    /** The desk lets go of it when it has ended. */
    private void endDatabase() {
        Tasks.inTurn(List.of(() -> all(service -> !service.decides(), ServiceProcess::stop), database::stop));
    }

    /** What is dropped next needs no order, and no farewell; only a database that is killed leaves memory behind. */
    private void endAtOnce() {
        var ends = new ArrayList<Runnable>(List.of(registry()::kill, broker()::kill, database::stop));
        services.forEach(service -> ends.add(service::kill));
        Tasks.atOnce(ends);
    }

    private void all(Predicate<ServiceProcess> which, Consumer<ServiceProcess> action) {
        Tasks.atOnce(services.stream()
                .filter(which)
                .<Runnable>map(service -> () -> action.accept(service))
                .toList());
    }

    /** As {@link #close(Consumer)}, and tells nobody how it goes. */
    @Override
    public void close() {
        close(step -> {});
    }

    /**
     * Closes the doors, then ends what decides for them beside registry and database, then the broker; frees the data
     * folder.
     *
     * @param progress is told what happens, line by line
     */
    public void close(Consumer<String> progress) {
        if (closed.getAndSet(true)) {
            return;
        }
        records.seal();
        try (lock) {
            if (temporary) {
                endAtOnce();
            } else {
                endInOrder(progress);
            }
        }
        if (temporary && !Boolean.getBoolean("countersign.tests.keep")) {
            data.delete();
        }
    }
}
