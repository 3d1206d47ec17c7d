package io.countersign.stack.policy;

import io.countersign.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A bundle's files as the one YAML stream that travels, which remembers where each line came from. */
public final class BundleFiles {

    private static final String SEPARATOR = "---";

    private final StringBuilder stream = new StringBuilder();
    private final List<Origin> origins = new ArrayList<>();
    private int lines;

    private BundleFiles() {}

    /** Reads all {@code *.yaml} files under the directory, in the order of their paths. */
    public static BundleFiles read(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new StackException(directory + " is not a directory of policy files");
        }
        try (var paths = Files.walk(directory)) {
            var bundle = new BundleFiles();
            var files = paths.filter(path -> path.toString().endsWith(".yaml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new StackException("no *.yaml file under " + directory);
            }
            for (var file : files) {
                bundle.add(file, Files.readAllLines(file));
            }
            return bundle;
        } catch (IOException e) {
            throw new StackException("cannot read the policy files: " + e, e);
        }
    }

    private void add(Path file, List<String> text) {
        if (!beginsDocument(text)) {
            append(SEPARATOR);
        }
        origins.add(new Origin(file, lines));
        text.forEach(this::append);
    }

    private static boolean beginsDocument(List<String> text) {
        return text.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .findFirst()
                .filter(line -> line.startsWith(SEPARATOR))
                .isPresent();
    }

    private void append(String line) {
        stream.append(line).append('\n');
        lines++;
    }

    /** The YAML stream. */
    public String stream() {
        return stream.toString();
    }

    /** Where a line of the stream (1..) came from; empty if there is no such line. */
    public Optional<Place> place(int line) {
        if (line < 1 || line > lines) {
            return Optional.empty();
        }
        return origins.reversed().stream()
                .filter(origin -> origin.before < line)
                .findFirst()
                .map(origin -> new Place(origin.file, line - origin.before));
    }

    /** A line (1..) of a file. */
    public record Place(Path file, int line) {

        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    private record Origin(Path file, int before) {}
}
