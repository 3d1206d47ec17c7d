package io.countersign.stack;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the build put what the stack runs from: {@code local-stack/target/stack}, found beside this class.
 *
 * @param repository the root of the source tree
 */
public record Installation(Path repository) {

    /** The tree that this class was built in. */
    public static Installation current() {
        var target = classes().getParent();
        if (target == null || !target.endsWith(Path.of("local-stack", "target"))) {
            throw new StackException("local-stack runs from its build tree only, not from " + classes());
        }
        return new Installation(target.resolve("../..").normalize());
    }

    private static Path classes() {
        try {
            return Path.of(Installation.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path target() {
        return repository.resolve("local-stack/target");
    }

    /** The class path of our own JVMs: our classes, and the libraries that the build put beside them. */
    public String classPath() {
        return Stream.of("local-stack/target/classes", "schemas/target/classes", "kafka-avro-serializer/target/classes")
                .map(repository::resolve)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator, "", File.pathSeparator + libraries()));
    }

    private String libraries() {
        return present(target().resolve("stack/lib")) + "/*";
    }

    /** The unpacked distribution of the schema registry. */
    public Path registry() {
        return present(target().resolve("stack/registry"));
    }

    /** Where PostgreSQL's programs are unpacked at first use. */
    public Path postgres() {
        return target().resolve("stack/postgres");
    }

    /** The runnable jar of a service, which is there once the module was packaged. */
    public Path service(String module) {
        return repository.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** The java launcher of the JDK that runs this. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** What every child JVM of the stack starts with: small, and without the machinery of big heaps. */
    public static List<String> frugal(String heap) {
        return List.of(java(), "-Xmx" + heap, "-XX:+UseSerialGC", "-Xss512k", "-XX:+ExitOnOutOfMemoryError");
    }

    private static Path present(Path path) {
        if (!Files.isDirectory(path)) {
            throw new StackException("%s is missing: build the module local-stack".formatted(path));
        }
        return path;
    }
}
