package io.countersign.endtoend;

import io.countersign.stack.LocalStack;
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
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The product without its desk, on free ports, with the tests' own policy and a backend that writes every effect down. */
final class Product implements AutoCloseable {

    static final String TENANT = "acme";

    final LocalStack stack;
    final Backend backend;
    final ServiceProcess policyStream;
    final ServiceProcess intake;
    final ServiceProcess executor;

    private Product(LocalStack stack, Backend backend) throws IOException {
        this.stack = stack;
        this.backend = backend;
        stack.provision();
        policyStream = stack.service(Service.POLICY_STREAM, Map.of());
        intake = stack.service(Service.INTAKE, Map.of());
        executor = stack.service(Service.EXECUTOR, Map.of("COUNTERSIGN_ROUTES", routes().toString()));
    }

    static Product start() throws IOException {
        var backend = Backend.start();
        var product = new Product(LocalStack.forTests(), backend);
        Tasks.atOnce(List.of(product.policyStream::start, product.intake::start));
        product.activate();
        // It finds its topics at once if they are there; it looks for new ones every ten seconds only.
        product.executor.start();
        return product;
    }

    /** A token of one of the users, whom an agent acts for. */
    String token(String user) {
        return stack.identity().token(new TokenRequest(TENANT, user, "worker", null, Set.of("support")));
    }

    private void activate() {
        var token = stack.identity().token(TokenRequest.person(TENANT, "ops", "countersign-policy"));
        var client = new PolicyClient(policyStream.url(), token);
        var bundle = BundleFiles.read(Path.of("src/test/resources/policy"));
        boolean active = Await.until(Duration.ofSeconds(60), () -> client.push(bundle) instanceof Push.InForce);
        if (!active) {
            throw new IllegalStateException("the policy was not adopted: " + client.push(bundle));
        }
    }

    private Path routes() throws IOException {
        var file = stack.data().root().resolve("routes.yaml");
        return Files.writeString(file, """
                routes:
                  - {action: "work.*", connector: http, url: "%s/work"}
                """.formatted(backend.url()));
    }

    @Override
    public void close() {
        stack.close();
        backend.close();
    }
}
