package io.countersign.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder with everything that the stack keeps: data of broker, registry and database, state, logs and keys.
 * One launcher at a time holds it.
 */
public record DataDirectory(Path root) {

    private static final Set<String> KEPT = Set.of("keys", "lock");

    /** Raised by a change of topics, stores or tables after which a build cannot go on with earlier data. */
    private static final int LAYOUT = 4;

    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /** The folder that the environment names, else {@code .countersign} in the repository. */
    public static DataDirectory from(Map<String, String> environment, Path repository) {
        var named = environment.getOrDefault("COUNTERSIGN_DATA", "");
        return new DataDirectory(named.isBlank() ? repository.resolve(".countersign") : Path.of(named));
    }

    /** Makes the folder, readable by its owner only, unless it is there. */
    public DataDirectory create() {
        try {
            if (!Files.isDirectory(root)) {
                var parent = root.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(
                        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            Files.createDirectories(logs());
            return this;
        } catch (IOException e) {
            throw new StackException("cannot make the data folder %s: %s".formatted(root, e), e);
        }
    }

    public Path keys() {
        return root.resolve("keys");
    }

    public Path logs() {
        return root.resolve("logs");
    }

    /** The log file of a part. */
    public Path log(String part) {
        return logs().resolve(part + ".log");
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path registry() {
        return root.resolve("registry");
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    /** The state of a service that keeps some. */
    public Path state(String service) {
        return root.resolve("state").resolve(service);
    }

    /** The records of the child processes that run now. */
    public Path processes() {
        return root.resolve("processes");
    }

    /** Takes the folder for this process; empty if another holds it. */
    public Optional<Lock> tryLock() {
        try {
            var channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new Lock(lock));
        } catch (OverlappingFileLockException e) {
            // Held within this process. The channel stays open: closing it would drop the holder's lock (POSIX).
            return Optional.empty();
        } catch (IOException e) {
            throw new StackException("cannot lock the data folder %s: %s".formatted(root, e), e);
        }
    }

    /** Refuses data that this build cannot go on with; where there is none yet, notes how this build keeps it. */
    public void requireLayout() {
        var layout = root.resolve("layout");
        try {
            if (isEmpty()) {
                Files.writeString(layout, LAYOUT + "\n");
            } else if (!Files.exists(layout)
                    || !Files.readString(layout).strip().equals(Integer.toString(LAYOUT))) {
                throw new StackException(
                        "the data in %s is of a build that keeps it in another way: drop it (all but the keys) with --fresh, or set COUNTERSIGN_DATA to another folder"
                                .formatted(root));
            }
        } catch (IOException e) {
            throw new StackException("cannot read or write %s: %s".formatted(layout, e), e);
        }
    }

    private boolean isEmpty() {
        return Stream.of(kafka(), registry(), postgres(), root.resolve("state")).noneMatch(Files::exists);
    }

    /** Drops all data; keys stay. */
    public void clear() {
        try (var entries = Files.list(root)) {
            entries.filter(entry -> !KEPT.contains(entry.getFileName().toString()))
                    .forEach(DataDirectory::deleteTree);
        } catch (IOException e) {
            throw new StackException("cannot clear the data folder %s: %s".formatted(root, e), e);
        }
    }

    /** Removes the folder itself, keys too. */
    public void delete() {
        if (Files.isDirectory(root)) {
            deleteTree(root);
        }
    }

    private static void deleteTree(Path tree) {
        try (var paths = Files.walk(tree)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hold of one process on a data folder. */
    public record Lock(FileLock lock) implements AutoCloseable {

        @Override
        public void close() {
            try {
                lock.acquiredBy().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
