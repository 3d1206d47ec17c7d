package io.countersign.stack.redpanda;

import io.countersign.stack.Broker;
import io.countersign.stack.Messaging;
import io.countersign.stack.Part;
import io.countersign.stack.Port;
import io.countersign.stack.Ports;
import io.countersign.stack.Registry;
import io.countersign.stack.StackException;
import io.countersign.stack.process.Await;
import io.countersign.stack.process.HttpProbe;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.redpanda.RedpandaContainer;

/** One container with broker and registry, on fixed ports so that it is found again after a restart. */
public final class Redpanda {

    private static final String IMAGE = "redpandadata/redpanda:v25.1.9";
    private static final int KAFKA = 9092;
    private static final int REGISTRY = 8081;

    private final RedpandaContainer container = new RedpandaContainer(IMAGE);
    private final Ports ports;
    private boolean created;

    private Redpanda(Ports ports) {
        this.ports = ports;
        container.setPortBindings(List.of(
                "127.0.0.1:%d:%d".formatted(ports.of(Port.KAFKA), KAFKA),
                "127.0.0.1:%d:%d".formatted(ports.of(Port.REGISTRY), REGISTRY)));
        container.waitingFor(Wait.forHttp("/subjects").forPort(REGISTRY));
    }

    /** Whether a Docker engine answers. Testcontainers is asked only where there is a sign of one. */
    public static boolean available() {
        var sign = System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
        return sign && DockerClientFactory.instance().isDockerAvailable();
    }

    /** Broker and registry of one container on these ports, not started yet. Ending either ends both. */
    public static Messaging on(Ports ports) {
        var node = new Redpanda(ports);
        return new Messaging(node.new NodeBroker(), node.new NodeRegistry());
    }

    synchronized void start() {
        if (running()) {
            return;
        }
        if (created) {
            container
                    .getDockerClient()
                    .startContainerCmd(container.getContainerId())
                    .exec();
            awaitAnswer();
        } else {
            container.start();
            created = true;
            forbidTopicsFromNowhere();
        }
    }

    private void forbidTopicsFromNowhere() {
        try {
            container.execInContainer("rpk", "cluster", "config", "set", "auto_create_topics_enabled", "false");
        } catch (IOException e) {
            throw new StackException("cannot configure Redpanda: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }

    private void awaitAnswer() {
        if (!Await.until(Duration.ofSeconds(60), () -> HttpProbe.succeeds(URI.create(registryUrl() + "/subjects")))) {
            throw new StackException("Redpanda does not answer after a restart");
        }
    }

    private String registryUrl() {
        return "http://127.0.0.1:" + ports.of(Port.REGISTRY);
    }

    synchronized void stop() {
        if (running()) {
            container
                    .getDockerClient()
                    .stopContainerCmd(container.getContainerId())
                    .exec();
        }
    }

    synchronized void kill() {
        if (running()) {
            container
                    .getDockerClient()
                    .killContainerCmd(container.getContainerId())
                    .exec();
        }
    }

    synchronized void suspend() {
        container
                .getDockerClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    synchronized void resume() {
        container
                .getDockerClient()
                .unpauseContainerCmd(container.getContainerId())
                .exec();
    }

    synchronized boolean running() {
        return created && container.isRunning();
    }

    /** One of the two things that the container is; whatever happens to one happens to both. */
    private abstract class Face implements Part {

        @Override
        public void start() {
            Redpanda.this.start();
        }

        @Override
        public void stop() {
            Redpanda.this.stop();
        }

        @Override
        public void kill() {
            Redpanda.this.kill();
        }

        @Override
        public void suspend() {
            Redpanda.this.suspend();
        }

        @Override
        public void resume() {
            Redpanda.this.resume();
        }

        @Override
        public boolean running() {
            return Redpanda.this.running();
        }
    }

    private final class NodeBroker extends Face implements Broker {

        @Override
        public String name() {
            return "redpanda";
        }

        @Override
        public String bootstrapServers() {
            return "127.0.0.1:" + ports.of(Port.KAFKA);
        }
    }

    private final class NodeRegistry extends Face implements Registry {

        @Override
        public String name() {
            return "redpanda's schema registry";
        }

        @Override
        public String url() {
            return registryUrl();
        }
    }
}
