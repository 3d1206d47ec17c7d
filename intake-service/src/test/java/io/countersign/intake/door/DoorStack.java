package io.countersign.intake.door;

import io.countersign.provisioning.Provisioner;
import io.countersign.provisioning.ProvisioningSettings;
import io.countersign.stack.LocalStack;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** A real broker and registry behind the doors; policy-stream's two sides, topics and queries, are played by the tests. */
public final class DoorStack implements QuarkusTestResourceLifecycleManager {
    private final LocalStack stack = LocalStack.forTests();
    private final QueryApi queries = new QueryApi();
    private final BrokerSide broker = new BrokerSide(stack, queries);

    @Override
    public Map<String, String> start() {
        var settings = new HashMap<>(stack.environment());
        settings.put("COUNTERSIGN_POLICY_STREAM_URL", queries.url());
        settings.put("quarkus.http.test-port", "0");
        settings.put("countersign.intake.keep-alive", "500ms");
        settings.put("countersign.intake.tool-within", "4s");
        settings.put("countersign.intake.tool-list-every", "100ms");
        settings.put("COUNTERSIGN_ORIGINS", "https://desk.example");
        try (var provisioner = new Provisioner(ProvisioningSettings.of(settings))) {
            provisioner.provision();
        }
        queries.start();
        broker.start();
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(
                new Surroundings(stack, broker, queries), new TestInjector.MatchesType(Surroundings.class));
    }

    @Override
    public void stop() {
        broker.close();
        queries.close();
        stack.close();
    }
}
