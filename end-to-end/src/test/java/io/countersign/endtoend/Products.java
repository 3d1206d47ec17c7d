package io.countersign.endtoend;

import io.countersign.chaos.Conduct;
import io.countersign.chaos.Product;
import io.countersign.stack.LocalStack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The product with the tests' own policy, on a stack that is dropped in the end. */
final class Products {

    /** Tests that start one run beside those that share one, but not beside each other. */
    static final String OWN = "a product of its own";

    private static final String ROUTES = """
            routes:
              - {action: "work.*", connector: http, url: "BACKEND/plain"}
            """;

    private Products() {}

    static Product start() throws IOException {
        return start(Conduct.steady(Duration.ofMillis(20)));
    }

    /** With a backend that behaves like this. */
    static Product start(Conduct conduct) throws IOException {
        var policy = Path.of("src/test/resources/policy");
        return Product.start(LocalStack.forTests(), new Product.Setup(policy, ROUTES, 1, conduct));
    }
}
