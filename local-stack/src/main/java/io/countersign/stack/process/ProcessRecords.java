package io.countersign.stack.process;

import io.countersign.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file that says which child processes run, so that those of a killed launcher are found and ended. */
public final class ProcessRecords {

    private final Path file;
    private boolean sealed;

    public ProcessRecords(Path file) {
        this.file = file;
    }

    /** Starts a process and remembers it, unless the records are sealed. */
    public synchronized Process start(String name, ProcessBuilder builder) throws IOException {
        requireOpen();
        var process = builder.start();
        add(name, process.toHandle());
        return process;
    }

    /** Remembers a process that somebody else has started. */
    public synchronized void add(String name, ProcessHandle process) {
        process.info().startInstant().ifPresent(start -> {
            var entries = read();
            entries.add(new Entry(process.pid(), start, name));
            write(entries);
        });
    }

    /** From now on nothing is started any more: what runs now is all that there is to end. */
    public synchronized void seal() {
        sealed = true;
    }

    /** Fails if nothing may be started any more. */
    public synchronized void requireOpen() {
        if (sealed) {
            throw new StackException("the stack is closing");
        }
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
            Processes.find(entry.pid, entry.started).ifPresent(process -> {
                Processes.end(process);
                ended.add("%s (pid %d)".formatted(entry.name, entry.pid));
            });
        }
        write(List.of());
        return ended;
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
    }
}
