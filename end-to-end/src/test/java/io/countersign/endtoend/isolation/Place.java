package io.countersign.endtoend.isolation;

import io.countersign.stack.ServiceProcess;

/** A service whose doors are tried, and where it describes its calls. */
public record Place(ServiceProcess service, String description) {

    static final String INTAKE = "intake-service";
    static final String POLICY_STREAM = "policy-stream";
    static final String DESK = "dead-letter-console";

    String name() {
        return service.name();
    }
}
