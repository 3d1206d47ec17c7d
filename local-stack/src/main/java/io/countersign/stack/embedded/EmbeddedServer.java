package io.countersign.stack.embedded;

import io.countersign.stack.DataDirectory;
import io.countersign.stack.Heap;
import io.countersign.stack.Installation;
import io.countersign.stack.process.ChildPart;
import io.countersign.stack.process.Command;
import io.countersign.stack.process.ProcessRecords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server of the stack in a JVM of its own, on one port of the loopback address. */
abstract class EmbeddedServer extends ChildPart {

    static final String HOST = "127.0.0.1";

    private final String name;
    private final Installation installation;
    private final DataDirectory data;
    private final int port;

    EmbeddedServer(String name, Installation installation, DataDirectory data, ProcessRecords records, int port) {
        super(records);
        this.name = name;
        this.installation = installation;
        this.data = data;
        this.port = port;
    }

    @Override
    public final String name() {
        return name;
    }

    final Installation installation() {
        return installation;
    }

    final DataDirectory data() {
        return data;
    }

    final int port() {
        return port;
    }

    final Command jvm(Heap heap, Path jar, List<String> arguments, Map<String, String> environment, Path directory) {
        var all = new ArrayList<>(installation.frugal(name, heap, jar));
        all.addAll(arguments);
        return new Command(name, all, environment, directory, data.log(name), installation.classes(name));
    }
}
