package io.countersign.policystream.http;

import io.countersign.provisioning.Provisioner;
import io.countersign.provisioning.ProvisioningSettings;
import io.countersign.stack.LocalStack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Broker, registry and identity of a test run; the service finds them by its ordinary settings. */
public final class Stack implements QuarkusTestResourceLifecycleManager {

    static final String KEYS = "test.keys";

    /** On which agents of the tenant acme may be answered; whoever wants that makes the topics. */
    static final String ANSWERS = "acme.answers";

    static final String MORE_ANSWERS = "acme.more-answers";

    private @Nullable LocalStack stack;

    @Override
    public Map<String, String> start() {
        var running = LocalStack.forTests();
        stack = running;
        var environment = running.environment();
        try (var provisioner = new Provisioner(ProvisioningSettings.of(environment))) {
            provisioner.provision();
        }
        var settings = new HashMap<>(environment);
        settings.put("quarkus.http.test-port", "0");
        settings.put("COUNTERSIGN_STATE", running.data().state("policy-stream").toString());
        settings.put("COUNTERSIGN_REPLY_TOPICS", "acme=%s,acme=%s".formatted(ANSWERS, MORE_ANSWERS));
        settings.put(KEYS, running.data().keys().toString());
        return settings;
    }

    @Override
    public void stop() {
        if (stack != null) {
            stack.close();
        }
    }
}
