package io.countersign.stack;

import java.util.List;

/** The four services. */
public enum Service {
    POLICY_STREAM("policy-stream", Port.POLICY_STREAM, Heap.busy("256m"), Installation.largePages()),
    /** Nothing in it runs often enough to repay the second compiler, which takes the machine from the others. */
    CONSOLE("dead-letter-console", Port.CONSOLE, Heap.calm("160m"), List.of("-XX:TieredStopAtLevel=1")),
    /** Waits for backends: as the desk. */
    EXECUTOR("executor-service", Port.EXECUTOR, Heap.calm("160m"), List.of("-XX:TieredStopAtLevel=1")),
    INTAKE("intake-service", Port.INTAKE, Heap.calm("192m"), List.of());

    private final String module;
    private final Port port;
    private final Heap heap;
    private final List<String> options;

    Service(String module, Port port, Heap heap, List<String> options) {
        this.module = module;
        this.port = port;
        this.heap = heap;
        this.options = List.copyOf(options);
    }

    /** The module that builds it, which is also its name. */
    public String module() {
        return module;
    }

    public Port port() {
        return port;
    }

    Heap heap() {
        return heap;
    }

    /** What its JVM is told beside the size of its heap. */
    public List<String> options() {
        return options;
    }
}
