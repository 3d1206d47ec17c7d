package io.countersign.stack;

import io.countersign.stack.process.ChildPart;
import io.countersign.stack.process.Command;
import io.countersign.stack.process.HttpProbe;
import io.countersign.stack.process.ProcessRecords;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One instance of a service in a JVM of its own. */
public final class ServiceProcess extends ChildPart {

    private final Installation installation;
    private final DataDirectory data;
    private final Service service;
    private final String name;
    private final int port;
    private final Map<String, String> environment;

    ServiceProcess(
            Installation installation,
            DataDirectory data,
            ProcessRecords records,
            Service service,
            String name,
            int port,
            Map<String, String> environment) {
        super(records);
        this.installation = installation;
        this.data = data;
        this.service = service;
        this.name = name;
        this.port = port;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public String name() {
        return name;
    }

    /** Whether the others turn to it, so that it ends after them. */
    boolean decides() {
        return service == Service.POLICY_STREAM;
    }

    /** Where it listens. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    protected Command command() {
        var jar = installation.service(service.module());
        if (!Files.exists(jar)) {
            throw new StackException("%s is not built: %s is missing".formatted(service.module(), jar));
        }
        var arguments = new ArrayList<>(installation.frugal(service.module(), service.heap(), jar));
        arguments.addAll(service.options());
        arguments.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-jar", jar.toString()));
        return new Command(
                name, arguments, environment, data.root(), data.log(name), installation.classes(service.module()));
    }

    /** Its liveness is DOWN; one that does not answer at all may only be short of time. */
    @Override
    public boolean hopeless() {
        return HttpProbe.status(url().resolve("/q/health/live")) == HttpURLConnection.HTTP_UNAVAILABLE;
    }

    /** It closes its doors when all that it was about has come to its end. */
    @Override
    protected boolean serves() {
        return !HttpProbe.refuses(url().resolve("/q/health/live"));
    }

    @Override
    protected boolean ready() {
        return HttpProbe.succeeds(url().resolve("/q/health/ready"));
    }
}
