package io.countersign.benchmarks.doors;

import io.countersign.benchmarks.ModelServer;
import io.countersign.benchmarks.Product;
import io.countersign.benchmarks.Results;
import io.countersign.stack.Installation;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What the doors cost: posts beside an endpoint of the same framework that only produces to Kafka, a model's first word by way
 * of everything beside a direct call, channels that are open, and channels that all come back at once.
 */
public final class DoorsBench {

    /** What can be measured by itself. */
    public enum Part {
        POST,
        DECIDED,
        CHAT,
        CHANNELS
    }

    private DoorsBench() {}

    /** True if everything was answered as it should be. */
    public static boolean run(Results results, Set<Part> parts) throws Exception {
        boolean well = true;
        if (parts.contains(Part.POST)) {
            well &= new PostBench(results).beside();
        }
        if (parts.equals(Set.of(Part.POST))) {
            return well;
        }
        var policy = Installation.current().repository().resolve("benchmarks/policy");
        var routes = Files.createTempFile("countersign-bench", ".yaml");
        try (var model = new ModelServer();
                var product = Product.start(policy, routes(routes, model), Map.of());
                var client = HttpClient.newBuilder().version(Version.HTTP_1_1).build()) {
            if (parts.contains(Part.DECIDED)) {
                well &= new PostBench(results).decided(product);
            }
            if (parts.contains(Part.CHAT)) {
                well &= new ChatBench(results, product, model, client).run();
            }
            if (parts.contains(Part.CHANNELS)) {
                well &= new ChannelsBench(results, product).run();
            }
            return well;
        } finally {
            Files.delete(routes);
        }
    }

    private static Path routes(Path file, ModelServer model) throws IOException {
        return Files.writeString(file, """
                routes:
                  - {action: llm.chat, connector: llm, url: "%s", model: m}
                  - {action: "*", connector: echo}
                """.formatted(model.url()));
    }
}
