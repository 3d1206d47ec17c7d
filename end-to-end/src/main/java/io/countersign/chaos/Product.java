package io.countersign.chaos;

import io.countersign.stack.LocalStack;
import io.countersign.stack.Ports;
import io.countersign.stack.Service;
import io.countersign.stack.ServiceProcess;
import io.countersign.stack.Tasks;
import io.countersign.stack.identity.TokenRequest;
import io.countersign.stack.policy.BundleFiles;
import io.countersign.stack.policy.PolicyClient;
import io.countersign.stack.policy.Push;
import io.countersign.stack.process.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The product, on a stack of its own, with a backend that writes every effect down; its desk runs only if somebody starts it. */
public final class Product implements AutoCloseable {

    public static final String TENANT = "acme";

    /** The few users of a load send more than anybody may. */
    static final Map<String, String> WITHOUT_LIMITS = Map.of("COUNTERSIGN_LIMITS", "false");

    private final LocalStack stack;
    private final @Nullable TokenIssuer issuer;
    private final Backend backend;
    private final ServiceProcess policyStream;
    private final ServiceProcess intake;
    private final ServiceProcess desk;
    private final List<ServiceProcess> executors = new ArrayList<>();

    /**
     * What it runs with.
     *
     * @param policy the folder of the bundle that is put into force
     * @param routes the executors' routes file, with {@code BACKEND} where the backend's address belongs
     * @param executors how many executors share the work
     * @param issuer whose tokens it takes, in the place of the stack's own
     */
    public record Setup(
            Path policy,
            String routes,
            int executors,
            Conduct conduct,
            @Nullable TokenIssuer issuer) {

        /** With the stack's own tokens. */
        public Setup(Path policy, String routes, int executors, Conduct conduct) {
            this(policy, routes, executors, conduct, null);
        }

        private Map<String, String> environment(Map<String, String> settings) {
            var all = new HashMap<>(settings);
            if (issuer != null) {
                all.putAll(issuer.settings());
            }
            return all;
        }
    }

    private Product(LocalStack stack, Setup setup) throws IOException {
        this.stack = stack;
        this.issuer = setup.issuer();
        this.backend = Backend.start(stack.data().root().resolve("effects.log"), setup.conduct());
        stack.provision();
        policyStream = stack.service(Service.POLICY_STREAM, setup.environment(Map.of()));
        intake = stack.service(Service.INTAKE, setup.environment(WITHOUT_LIMITS));
        desk = stack.service(Service.CONSOLE, setup.environment(Map.of()));
        var routes = stack.data().root().resolve("routes.yaml");
        Files.writeString(
                routes, setup.routes().replace("BACKEND", backend.url().toString()));
        var environment = setup.environment(Map.of("COUNTERSIGN_ROUTES", routes.toString()));
        executors.add(stack.service(Service.EXECUTOR, environment));
        for (int number = 2; number <= setup.executors(); number++) {
            executors.add(stack.instance(
                    Service.EXECUTOR, Service.EXECUTOR.module() + "-" + number, Ports.oneFree(), environment));
        }
    }

    /** Starts it on a running stack, which it closes in the end. */
    public static Product start(LocalStack stack, Setup setup) throws IOException {
        var product = new Product(stack, setup);
        Tasks.atOnce(List.of(product.policyStream::start, product.intake::start));
        product.enforce(setup.policy());
        // They find their topics at once if they are there; they look for new ones every ten seconds only.
        Tasks.atOnce(product.executors.stream()
                .<Runnable>map(executor -> executor::start)
                .toList());
        return product;
    }

    public LocalStack stack() {
        return stack;
    }

    public Backend backend() {
        return backend;
    }

    public ServiceProcess policyStream() {
        return policyStream;
    }

    public ServiceProcess intake() {
        return intake;
    }

    /** Most tests have no person who decides. */
    public void startDesk() {
        desk.start();
    }

    public ServiceProcess desk() {
        return desk;
    }

    /** The first of the executors. */
    public ServiceProcess executor() {
        return executors.getFirst();
    }

    public List<ServiceProcess> executors() {
        return List.copyOf(executors);
    }

    /** A reader of its topics. */
    public TopicReader topics() {
        return new TopicReader(
                stack.broker().bootstrapServers(), stack.registry().url());
    }

    /** A token of one of the users, whom an agent acts for. */
    String token(String user) {
        return stack.identity().token(new TokenRequest(TENANT, user, "worker", null, Set.of("support")));
    }

    /** Puts the bundle in a folder into force. Executors hear of actions that are new within ten seconds. */
    public void enforce(Path policy) {
        var token = issuer == null
                ? stack.identity().token(TokenRequest.person(TENANT, "ops", "countersign-policy"))
                : issuer.policyToken();
        var client = new PolicyClient(policyStream.url(), token);
        var bundle = BundleFiles.read(policy);
        boolean active = Await.until(Duration.ofSeconds(60), () -> client.push(bundle) instanceof Push.InForce);
        if (!active) {
            throw new IllegalStateException("the policy was not adopted: " + client.push(bundle));
        }
    }

    @Override
    public void close() {
        // Nobody goes on with this data: an end in order would only take time.
        executors.forEach(ServiceProcess::kill);
        desk.kill();
        intake.kill();
        policyStream.kill();
        stack.close();
        backend.close();
    }
}
