package io.countersign.stack;

/** What listens, the variable that moves it, and where it is by default. */
public enum Port {
    KAFKA("Kafka", 9092),
    REGISTRY("schema registry", 8081),
    POSTGRES("PostgreSQL", 5432),
    INTAKE("intake-service", 8080),
    CONSOLE("dead-letter-console", 8090),
    POLICY_STREAM("policy-stream", 8091),
    EXECUTOR("executor-service", 8092);

    private final String title;
    private final int standard;

    Port(String title, int standard) {
        this.title = title;
        this.standard = standard;
    }

    /** What people call that which listens here. */
    public String title() {
        return title;
    }

    /** The number where nothing else was asked for. */
    public int standard() {
        return standard;
    }

    /** The environment variable that overrides the number. */
    public String variable() {
        return "COUNTERSIGN_PORT_" + name();
    }
}
