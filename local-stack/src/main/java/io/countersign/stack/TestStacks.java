package io.countersign.stack;

import io.countersign.stack.process.ProcessRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Stacks on temporary folders, all under one, so that what a killed test run left is found and cleared away. */
final class TestStacks {

    static final Path FOLDER =
            Path.of(System.getProperty("java.io.tmpdir"), "countersign-tests-" + System.getProperty("user.name"));

    /** A younger folder may be one that another test run is about to take. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private TestStacks() {}

    static LocalStack shared() {
        return Shared.STACK;
    }

    static LocalStack start() {
        sweep();
        var data = new DataDirectory(FOLDER.resolve(UUID.randomUUID().toString()));
        var stack = LocalStack.temporary(data, Ports.free());
        Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "end of " + data.root()));
        try {
            return stack.start();
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** Ends and drops what no living process holds. */
    static void sweep() {
        try {
            Files.createDirectories(FOLDER);
            try (var folders = Files.list(FOLDER)) {
                folders.filter(TestStacks::settled).map(DataDirectory::new).forEach(TestStacks::clearIfAbandoned);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean settled(Path folder) {
        try {
            return Files.getLastModifiedTime(folder)
                    .toInstant()
                    .isBefore(Instant.now().minus(SETTLED));
        } catch (IOException e) {
            // Another run has just cleared it away.
            return false;
        }
    }

    private static void clearIfAbandoned(DataDirectory data) {
        try {
            data.tryLock().ifPresent(lock -> {
                try (lock) {
                    new ProcessRecords(data.processes()).endOrphans();
                    data.delete();
                }
            });
        } catch (StackException | UncheckedIOException e) {
            // Gone, or with a new lock in it: another run clears it away, too.
            if (!(e.getCause() instanceof NoSuchFileException || e.getCause() instanceof DirectoryNotEmptyException)) {
                throw e;
            }
        }
    }

    private static final class Shared {
        static final LocalStack STACK = start();
    }
}
