package io.countersign.stack;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the build put what the stack runs from: {@code local-stack/target/stack}, found beside this class.
 *
 * @param repository the root of the source tree
 * @param tuning what each of its JVMs is told beside what it needs
 */
public record Installation(Path repository, List<String> tuning) {

    private static final Path LARGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    public Installation {
        tuning = List.copyOf(tuning);
    }

    /**
     * As {@link #current()}, for JVMs that end with the tests that they are started for: without the second compiler, which
     * takes a quarter of the machine from them and has hardly given anything back by then.
     */
    public static Installation forTests() {
        return new Installation(current().repository(), List.of("-XX:TieredStopAtLevel=1"));
    }

    /** The tree that this class was built in. */
    public static Installation current() {
        var target = classes().getParent();
        if (target == null || !target.endsWith(Path.of("local-stack", "target"))) {
            throw new StackException("local-stack runs from its build tree only, not from " + classes());
        }
        return new Installation(target.resolve("../..").normalize(), List.of());
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

    /** The class path of the broker's JVM: archives only, because a folder on it would keep its classes from being shared. */
    public String brokerClassPath() {
        return broker() + "/*" + File.pathSeparator + libraries();
    }

    /** What the broker's JVM runs of ours. */
    public Path brokerJar() {
        try (var jars = Files.list(broker())) {
            return jars.findFirst().orElseThrow(() -> new StackException("no jar of the broker in " + broker()));
        } catch (IOException e) {
            throw new StackException("cannot look for the broker's jar", e);
        }
    }

    private Path broker() {
        return present(target().resolve("stack/broker"));
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

    /** A service's classes and libraries, for a main class of it that is not the service. */
    public String serviceClassPath(String module) {
        var application = present(repository.resolve(module).resolve("target/quarkus-app"));
        return Stream.of("app", "lib/boot", "lib/main")
                .map(folder -> application.resolve(folder) + "/*")
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The java launcher of the JDK that runs this. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * What a child JVM of the stack starts with: small, without the machinery of big heaps, and with the classes that the
     * last JVM of this name had loaded. It writes them down when it ends, if that has not been done since the build.
     *
     * @param jar the one of its jars that every build makes anew
     */
    public List<String> frugal(String name, Heap heap, Path jar) {
        var archive = classes(name);
        dropOlder(archive, jar);
        var command = new ArrayList<>(List.of(java()));
        command.addAll(silent());
        command.addAll(heap.options());
        command.addAll(List.of(
                "-Xss512k",
                // Beyond the default of 21 MB each step costs a collection, and all of them take it.
                "-XX:MetaspaceSize=96m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+AutoCreateSharedArchive",
                // An archive of another JDK is no news: it is not used, and replaced at the end.
                "-Xlog:cds*=off",
                "-XX:SharedArchiveFile=" + archive));
        command.addAll(tuning);
        return command;
    }

    /**
     * Asks the system for pages of 2 MB, where it gives them to those who ask: what walks through much memory spends a
     * fifth of its processor time on finding small ones.
     */
    public static List<String> largePages() {
        return givesLargePages() ? List.of("-XX:+UseTransparentHugePages") : List.of();
    }

    /** A JVM that asks in vain says so on its standard output. */
    private static boolean givesLargePages() {
        try {
            return !Files.readString(LARGE_PAGES).contains("[never]");
        } catch (IOException notLinux) {
            return false;
        }
    }

    /** From 24 on, a JVM warns of what libraries such as protobuf do with memory, which nobody here can change. */
    public static List<String> silent() {
        return Runtime.version().feature() < 24 ? List.of() : List.of("--sun-misc-unsafe-memory-access=allow");
    }

    /** Where a child JVM of this name writes down the classes that it had loaded. */
    public Path classes(String name) {
        return created(target().resolve("stack/classes")).resolve(name + ".jsa");
    }

    /** A JVM neither uses an archive of the classes of older jars nor replaces it. */
    private static void dropOlder(Path archive, Path jar) {
        try {
            if (Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(archive)) > 0) {
                Files.deleteIfExists(archive);
            }
        } catch (NoSuchFileException none) {
            // Nothing to drop, or nothing that it could be older than.
        } catch (IOException e) {
            throw new StackException("cannot drop " + archive, e);
        }
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new StackException("cannot make " + folder, e);
        }
    }

    private static Path present(Path path) {
        if (!Files.isDirectory(path)) {
            throw new StackException("%s is missing: build the module local-stack".formatted(path));
        }
        return path;
    }
}
