package io.countersign.stack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A file that says which child processes run, so that those of a killed launcher are found and ended. */
public final class ProcessRecords {

    /** The system derives start times from a boot time that a clock adjustment shifts a little. */
    private static final Duration START_TIME_SLACK = Duration.ofSeconds(2);

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Path file;

    public ProcessRecords(Path file) {
        this.file = file;
    }

    /** Remembers a process that was just started. */
    public synchronized void add(String name, ProcessHandle process) {
        process.info().startInstant().ifPresent(start -> {
            var entries = read();
            entries.add(new Entry(process.pid(), start, name));
            write(entries);
        });
    }

    /** Forgets a process that has ended. */
    public synchronized void remove(long pid) {
        var entries = read();
        if (entries.removeIf(entry -> entry.pid == pid)) {
            write(entries);
        }
    }

    /**
     * Ends every recorded process that still is the one recorded, last started first, and forgets all records.
     *
     * @return the names of the processes that were ended
     */
    public synchronized List<String> endOrphans() {
        var ended = new ArrayList<String>();
        for (var entry : read().reversed()) {
            entry.find().ifPresent(process -> {
                end(process);
                ended.add("%s (pid %d)".formatted(entry.name, entry.pid));
            });
        }
        write(List.of());
        return ended;
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(GRACE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Entry> read() {
        try {
            var entries = new ArrayList<Entry>();
            if (Files.exists(file)) {
                for (var line : Files.readAllLines(file)) {
                    Entry.parse(line).ifPresent(entries::add);
                }
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(List<Entry> entries) {
        try {
            var next = file.resolveSibling(file.getFileName() + ".next");
            Files.write(next, entries.stream().map(Entry::line).toList());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Entry(long pid, Instant started, String name) {

        static Optional<Entry> parse(String line) {
            var fields = line.split(" ", 3);
            try {
                return fields.length == 3
                        ? Optional.of(new Entry(Long.parseLong(fields[0]), Instant.parse(fields[1]), fields[2]))
                        : Optional.empty();
            } catch (RuntimeException e) {
                // A line that was cut off by a crash names no process.
                return Optional.empty();
            }
        }

        String line() {
            return "%d %s %s".formatted(pid, started, name);
        }

        /** The living process of this record: same id and same start time, so that no stranger is ended. */
        Optional<ProcessHandle> find() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info()
                            .startInstant()
                            .filter(start ->
                                    Duration.between(start, started).abs().compareTo(START_TIME_SLACK) <= 0)
                            .isPresent());
        }
    }
}
