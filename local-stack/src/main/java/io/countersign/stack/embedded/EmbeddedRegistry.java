package io.countersign.stack.embedded;

import io.countersign.stack.DataDirectory;
import io.countersign.stack.Heap;
import io.countersign.stack.Installation;
import io.countersign.stack.Registry;
import io.countersign.stack.process.Command;
import io.countersign.stack.process.HttpProbe;
import io.countersign.stack.process.ProcessRecords;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** Apicurio Registry in a JVM of its own. Its schemas are in an H2 file: its default, memory, forgets them at a restart. */
public final class EmbeddedRegistry extends EmbeddedServer implements Registry {

    public EmbeddedRegistry(Installation installation, DataDirectory data, ProcessRecords records, int port) {
        super("schema-registry", installation, data, records, port);
    }

    @Override
    public String url() {
        return "http://%s:%d/apis/ccompat/v7".formatted(HOST, port());
    }

    @Override
    protected Command command() {
        var jar = installation().registry().resolve("quarkus-run.jar");
        // It serves a handful of look-ups: start-up time is what counts.
        var arguments = List.of("-XX:TieredStopAtLevel=1", "-jar", jar.toString());
        return jvm(Heap.calm("128m"), jar, arguments, environment(), data().registry());
    }

    private Map<String, String> environment() {
        // WRITE_DELAY=0: a registered schema is in the file before it is acknowledged, so that kill -9 loses none.
        var storage =
                "jdbc:h2:file:%s;WRITE_DELAY=0".formatted(data().registry().resolve("schemas"));
        return Map.of(
                "APICURIO_STORAGE_KIND", "sql",
                "APICURIO_STORAGE_SQL_KIND", "h2",
                "APICURIO_DATASOURCE_URL", storage,
                "QUARKUS_HTTP_HOST", HOST,
                "QUARKUS_HTTP_PORT", Integer.toString(port()),
                "QUARKUS_HTTP_ACCESS_LOG_ENABLED", "false",
                "QUARKUS_MANAGEMENT_HOST", HOST,
                // Health and metrics of its own, which nobody asks: on any free port.
                "QUARKUS_MANAGEMENT_PORT", "0",
                "QUARKUS_OTEL_SDK_DISABLED", "true");
    }

    @Override
    protected boolean ready() {
        return HttpProbe.succeeds(URI.create(url() + "/subjects"));
    }
}
