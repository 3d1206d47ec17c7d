package io.countersign.stack;

import java.util.List;

/**
 * The memory that a child JVM keeps its objects in, and who clears it.
 *
 * @param options what the JVM is told about it
 */
public record Heap(List<String> options) {

    public Heap {
        options = List.copyOf(options);
    }

    /** For what has little to clear: one thread does it, with the least of everything. */
    public static Heap calm(String size) {
        return new Heap(List.of("-Xmx" + size, "-XX:+UseSerialGC"));
    }

    /** For what all decisions wait for while it is cleared: two threads do it, and less time is lost. */
    public static Heap busy(String size) {
        return new Heap(List.of("-Xmx" + size, "-XX:+UseParallelGC", "-XX:ParallelGCThreads=2"));
    }
}
