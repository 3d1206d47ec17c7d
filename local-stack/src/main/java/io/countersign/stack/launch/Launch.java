package io.countersign.stack.launch;

import io.countersign.stack.DataDirectory;
import io.countersign.stack.Installation;
import io.countersign.stack.LocalStack;
import io.countersign.stack.Part;
import io.countersign.stack.Port;
import io.countersign.stack.Ports;
import io.countersign.stack.Service;
import io.countersign.stack.ServiceProcess;
import io.countersign.stack.StackException;
import io.countersign.stack.Tasks;
import io.countersign.stack.identity.TokenRequest;
import io.countersign.stack.policy.PolicyClient;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One run of the whole product on this machine: parts, then topics and schemas, then services, then the policy. */
public final class Launch implements AutoCloseable {

    private final LaunchPlan plan;
    private final Consumer<String> progress;
    private final LocalStack stack;
    private final Map<Service, ServiceProcess> services = new HashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Supervisor supervisor;

    private Launch(LaunchPlan plan, LocalStack stack, Consumer<String> progress) {
        this.plan = plan;
        this.stack = stack;
        this.progress = progress;
        var settings = new HashMap<>(plan.environment());
        settings.putIfAbsent(
                "COUNTERSIGN_ROUTES", plan.routes().toAbsolutePath().toString());
        var parts = new ArrayList<Part>(List.of(stack.broker(), stack.registry(), stack.database()));
        for (var service : built(plan.services())) {
            var process = stack.service(service, settings);
            services.put(service, process);
            parts.add(process);
        }
        this.supervisor = new Supervisor(parts);
    }

    private static List<Service> built(List<Service> wanted) {
        var installation = Installation.current();
        return wanted.stream()
                .filter(service -> Files.exists(installation.service(service.module())))
                .toList();
    }

    /**
     * Takes the data folder that the environment names and checks the ports. Nothing runs yet.
     *
     * @param progress is told what happens, line by line
     */
    public static Launch prepare(LaunchPlan plan, Map<String, String> environment, Consumer<String> progress) {
        var data = DataDirectory.from(environment, Installation.current().repository());
        var stack = LocalStack.open(data, Ports.from(environment), plan.fresh());
        try {
            var launch = new Launch(plan, stack, progress);
            stack.ports().requireFree(launch.needed());
            return launch;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private List<Port> needed() {
        var needed = new ArrayList<>(List.of(Port.KAFKA, Port.REGISTRY, Port.POSTGRES));
        services.keySet().forEach(service -> needed.add(service.port()));
        return needed;
    }

    /** Brings everything up and returns when it answers and decides by the bundle. */
    public Launch start() {
        progress.accept("starting Kafka, schema registry and PostgreSQL");
        // The registry comes last, and no service needs a schema before it has come up itself.
        Tasks.atOnce(List.of(this::startServices, stack::startRegistry));
        supervisor.watch();
        if (services.containsKey(Service.POLICY_STREAM)) {
            settlePolicy();
        }
        return this;
    }

    private void startServices() {
        stack.startWithoutRegistry();
        if (!services.isEmpty()) {
            progress.accept("starting the services");
            Tasks.atOnce(services.values().stream()
                    .<Runnable>map(service -> service::start)
                    .toList());
        }
    }

    private void settlePolicy() {
        var token = stack.identity().token(TokenRequest.person("countersign", "launcher", "countersign-policy"));
        plan.policy().takeEffect(new PolicyClient(service(Service.POLICY_STREAM).url(), token), progress);
    }

    public LocalStack stack() {
        return stack;
    }

    /** Whether something of this launch listens there: a service that was not built does not. */
    public boolean listens(Port port) {
        return needed().contains(port);
    }

    /** Where clients find what listens on a port. */
    public String address(Port port) {
        return switch (port) {
            case KAFKA -> stack.broker().bootstrapServers();
            case REGISTRY -> stack.registry().url();
            case POSTGRES -> stack.database().jdbcUrl();
            case INTAKE, CONSOLE, POLICY_STREAM, EXECUTOR ->
                "http://127.0.0.1:" + stack.ports().of(port);
        };
    }

    /** The instance of a service that this launch runs. */
    public ServiceProcess service(Service service) {
        var process = services.get(service);
        if (process == null) {
            throw new StackException(service.module() + " is not built");
        }
        return process;
    }

    /** Whether it was told to end. */
    public boolean closed() {
        return closed.get();
    }

    /** Ends everything in order, doors first, the broker last, and says so. */
    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            long begin = System.nanoTime();
            progress.accept("ending everything: the doors first, Kafka last; the first end after a build takes longer,"
                    + " because each part then notes down what it had loaded");
            supervisor.close();
            stack.close(progress);
            progress.accept("everything has ended after %.1f s"
                    .formatted(Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0));
        }
    }
}
