package io.countersign.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What processes hold in memory, pages that several of them share counted once (Linux's proportional set size). */
public final class Memory {

    private Memory() {}

    /** In bytes: everything that this process started, and what that started, without this process itself. */
    static long ofChildren() throws IOException {
        long sum = 0;
        for (var process : ProcessHandle.current().descendants().toList()) {
            sum += proportional(process.pid());
        }
        return sum;
    }

    /** In bytes: one process alone. */
    public static long of(long pid) throws IOException {
        return proportional(pid);
    }

    private static long proportional(long pid) throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }
}
