package io.countersign.endtoend;

import io.countersign.chaos.Conduct;
import io.countersign.chaos.DoorsChaos;
import io.countersign.chaos.Product;
import io.countersign.chaos.StreamingModel;
import io.countersign.chaos.StreamsChaos;
import io.countersign.stack.LocalStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The product, with its desk and a model, for all tests that leave it as they found it: starting one takes longer than most of them.
 * Each class puts its own policy into force, and has users of its own or minds what others of theirs have done.
 */
final class SharedProduct implements AutoCloseable {

    /** What its chats are held and refused by. */
    static final Path CHATS = Path.of("src/test/resources/doors");

    /** What tools are about. */
    static final Path TOOLS = Path.of("src/test/resources/tools");

    /** What is worked on in sessions. */
    static final Path WORK = Path.of("src/test/resources/policy");

    /** What {@code ./countersign chaos doors} asks for. */
    static final Path DOORS = DoorsChaos.policy();

    /** What {@code ./countersign chaos streams} asks for. */
    static final Path STREAMS = StreamsChaos.policy();

    private static final Conduct CONDUCT = Conduct.steady(Duration.ofMillis(20));

    /** Theirs that run: executors have the topics of all of them from the start, and need not find any later. */
    private static final String[] ACTIONS = {
        "llm.chat",
        "orders.read",
        "orders.refund",
        "orders.count",
        "orders.ship",
        "work.safe",
        "work.once",
        "work.asked",
        "door.echo",
        "door.held"
    };

    private static final String ROUTES = """
            routes:
              - {action: llm.chat, connector: llm, url: "%s", model: patient, inFlight: 64}
              - {action: "door.*", connector: echo}
              - {action: "orders.*", connector: echo}
              - {action: "work.*", connector: http, url: "BACKEND/plain"}
            """;

    private final StreamingModel model;
    private final Product product;

    private SharedProduct() throws IOException {
        model = StreamingModel.start(1, Duration.ZERO);
        var setup = new Product.Setup(CHATS, ROUTES.formatted(model.url()), 1, CONDUCT);
        product = Product.start(LocalStack.forTests().provision(ACTIONS), setup);
        product.startDesk();
    }

    /** The product, with that policy in force, and a backend that takes hardly any time. */
    Product with(Path policy) {
        product.backend().behaves(CONDUCT);
        product.enforce(policy);
        return product;
    }

    StreamingModel model() {
        return model;
    }

    @Override
    public void close() {
        product.close();
        model.close();
    }

    /** Gives it to whoever has it as a parameter; the first one starts it, and it ends after the last test. */
    static final class Giver implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == SharedProduct.class;
        }

        @Override
        public SharedProduct resolveParameter(ParameterContext parameter, ExtensionContext test) {
            var shared = Namespace.create(SharedProduct.class);
            var started = test.getRoot()
                    .getStore(shared)
                    .getOrComputeIfAbsent(SharedProduct.class, key -> start(), SharedProduct.class);
            return Objects.requireNonNull(started);
        }

        private static SharedProduct start() {
            try {
                return new SharedProduct();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
