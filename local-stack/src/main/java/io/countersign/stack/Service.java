package io.countersign.stack;

/** The four services, in the order of their start; they end the other way round, the door first. */
public enum Service {
    POLICY_STREAM("policy-stream", Port.POLICY_STREAM, "256m"),
    CONSOLE("dead-letter-console", Port.CONSOLE, "160m"),
    EXECUTOR("executor-service", Port.EXECUTOR, "160m"),
    INTAKE("intake-service", Port.INTAKE, "192m");

    private final String module;
    private final Port port;
    private final String heap;

    Service(String module, Port port, String heap) {
        this.module = module;
        this.port = port;
        this.heap = heap;
    }

    /** The module that builds it, which is also its name. */
    public String module() {
        return module;
    }

    public Port port() {
        return port;
    }

    String heap() {
        return heap;
    }
}
