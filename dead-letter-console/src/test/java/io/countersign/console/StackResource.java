package io.countersign.console;

import io.countersign.provisioning.Provisioner;
import io.countersign.provisioning.ProvisioningSettings;
import io.countersign.stack.LocalStack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** The real broker, registry and database for the tests of the desk, with all topics and schemas. */
public final class StackResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        var stack = LocalStack.shared();
        provision(stack);
        var settings = new HashMap<>(stack.environment());
        settings.put("quarkus.http.test-port", "0");
        settings.put("test.keys", stack.data().keys().toString());
        return settings;
    }

    static void provision(LocalStack stack) {
        try (var provisioner = new Provisioner(ProvisioningSettings.of(stack.environment()))) {
            provisioner.provision();
        }
    }

    @Override
    public void stop() {
        // The stack ends with the JVM: other test classes share it.
    }
}
