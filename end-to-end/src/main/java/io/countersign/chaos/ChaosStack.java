package io.countersign.chaos;

import io.countersign.stack.DataDirectory;
import io.countersign.stack.Installation;
import io.countersign.stack.LocalStack;
import io.countersign.stack.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A stack on free ports and a folder of its own, which stays if something was wrong. */
final class ChaosStack implements AutoCloseable {

    private final DataDirectory data;
    private final LocalStack stack;
    private boolean keep = true;

    private ChaosStack(DataDirectory data) {
        this.data = data;
        stack = LocalStack.open(data, Ports.free(), false);
    }

    static ChaosStack start() throws IOException {
        var chaos = new ChaosStack(new DataDirectory(Files.createTempDirectory("countersign-chaos")));
        Runtime.getRuntime().addShutdownHook(new Thread(chaos.stack::close, "end"));
        chaos.stack.start();
        return chaos;
    }

    LocalStack stack() {
        return stack;
    }

    /** All was well: nobody needs the data. */
    void forget() {
        keep = false;
    }

    /** The folder of a bundle of this module. */
    static Path policy(String name) {
        return Installation.current()
                .repository()
                .resolve("end-to-end/src/main/resources/chaos")
                .resolve(name);
    }

    @Override
    public void close() {
        stack.close();
        if (keep) {
            System.err.println("countersign: the data and logs stay in " + data.root());
        } else {
            data.delete();
        }
    }
}
