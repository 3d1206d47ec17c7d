package io.countersign.stack.policy;

import io.countersign.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A bundle's files as the one YAML stream that travels. Before each file stands a comment with its name, by which the
 * server says where a problem is.
 *
 * @param directory where the files are
 * @param stream the YAML stream
 */
public record BundleFiles(Path directory, String stream) {

    private static final String SEPARATOR = "---";
    private static final String MARKER = "# file: ";

    /** Reads all {@code *.yaml} files under the directory, in the order of their paths. */
    public static BundleFiles read(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new StackException(directory + " is not a directory of policy files");
        }
        try (var paths = Files.walk(directory)) {
            var files = paths.filter(path -> path.toString().endsWith(".yaml"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new StackException("no *.yaml file under " + directory);
            }
            var stream = new StringBuilder();
            for (var file : files) {
                append(stream, directory.relativize(file), Files.readAllLines(file));
            }
            return new BundleFiles(directory, stream.toString());
        } catch (IOException e) {
            throw new StackException("cannot read the policy files: " + e, e);
        }
    }

    private static void append(StringBuilder stream, Path name, List<String> lines) {
        if (!beginsDocument(lines)) {
            stream.append(SEPARATOR).append('\n');
        }
        stream.append(MARKER).append(name).append('\n');
        lines.forEach(line -> stream.append(line).append('\n'));
    }

    private static boolean beginsDocument(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .findFirst()
                .filter(line -> line.startsWith(SEPARATOR))
                .isPresent();
    }
}
