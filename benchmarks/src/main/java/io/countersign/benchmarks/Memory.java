package io.countersign.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What processes hold in memory, pages that several of them share counted once (Linux's proportional set size). */
public final class Memory {

    /** The generations of the serial collector, which the services run with. */
    private static final Pattern HEAP_USED =
            Pattern.compile("(?:generation|DefNew|Tenured)\\s+total \\d+K, used (\\d+)K");

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

    /** What a JVM holds in its heap once what is no longer used has been collected, in bytes. */
    static long heapOf(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        var used = HEAP_USED.matcher(jcmd(pid, "GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += 1024 * Long.parseLong(used.group(1));
        }
        if (sum == 0) {
            throw new IOException("jcmd tells of no generation");
        }
        return sum;
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + command + ": " + said);
        }
        return said;
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
