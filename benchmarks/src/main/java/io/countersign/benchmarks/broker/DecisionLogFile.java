package io.countersign.benchmarks.broker;

import io.countersign.policystream.GatheredLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.FileHandler;

/** What the service writes to its standard output goes to a file, by the same library and in the same form. */
final class DecisionLogFile {

    private static final String FORMAT = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5p %c{1} %s%e%n";

    private DecisionLogFile() {}

    static void configure(Path file) throws IOException {
        var handler = new FileHandler(new PatternFormatter(FORMAT), file.toFile());
        var root = Logger.getLogger("");
        LogManager.getLogManager().reset();
        root.setLevel(Level.WARNING);
        root.addHandler(handler);
        root.addHandler(GatheredLines.of(List.of(handler)));
        Logger.getLogger("io.countersign").setLevel(Level.INFO);
    }
}
