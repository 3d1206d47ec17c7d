package io.countersign.benchmarks;

import io.countersign.stack.DataDirectory;
import io.countersign.stack.Installation;
import io.countersign.stack.Port;
import io.countersign.stack.Ports;
import io.countersign.stack.Service;
import io.countersign.stack.identity.TokenRequest;
import io.countersign.stack.launch.Launch;
import io.countersign.stack.launch.LaunchPlan;
import io.countersign.stack.launch.StartingPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The whole product on free ports and a folder of its own; if nothing else is said, with the demo's policy and the echo connector. */
public final class Product implements AutoCloseable {

    private final Launch launch;
    private final DataDirectory data;

    private Product(Launch launch, DataDirectory data) {
        this.launch = launch;
        this.data = data;
    }

    /** Brings it up, with settings added to those of all services. */
    static Product start(Map<String, String> settings) throws IOException {
        var repository = Installation.current().repository();
        return start(repository.resolve("policy"), repository.resolve("deploy/routes.yaml"), settings);
    }

    /** The same with another policy and other routes. */
    public static Product start(Path policy, Path routes, Map<String, String> settings) throws IOException {
        var ofServices = new HashMap<>(settings);
        // The few users of a load send more than anybody may.
        ofServices.putIfAbsent("COUNTERSIGN_LIMITS", "false");
        var data = new DataDirectory(Files.createTempDirectory("countersign-bench"));
        var plan = new LaunchPlan(List.of(Service.values()), StartingPolicy.always(policy), routes, true, ofServices);
        var environment = new HashMap<>(System.getenv());
        environment.put("COUNTERSIGN_DATA", data.root().toString());
        var free = Ports.free();
        for (var port : Port.values()) {
            environment.put(port.variable(), Integer.toString(free.of(port)));
        }
        var product = new Product(Launch.prepare(plan, environment, words -> {}), data);
        Runtime.getRuntime().addShutdownHook(new Thread(product::close, "end"));
        product.launch.start();
        return product;
    }

    /** Where the doors are. */
    public URI intake() {
        return URI.create(launch.address(Port.INTAKE));
    }

    /** A token of a user whom an agent acts for. */
    public String token(String user) {
        return launch.stack().identity().token(new TokenRequest("bench", user, "bench", null, Set.of("support")));
    }

    /** What the doors' process holds in its heap once what is no longer used has been collected, in bytes. */
    public long intakeHeap() throws IOException, InterruptedException {
        return Memory.heapOf(launch.service(Service.INTAKE).pid());
    }

    @Override
    public void close() {
        launch.close();
        data.delete();
    }
}
