package io.countersign.policystream.stream;

import io.countersign.policystream.activation.ControlLog;
import io.countersign.policystream.policy.Bundle;
import io.countersign.policystream.policy.Policy;
import io.countersign.v1.Control;
import io.countersign.v1.ControlKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Controls that a test writes down itself, in the place of those that are read from Kafka. */
final class WrittenControls implements ControlLog {

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Policy> policies = new HashMap<>();

    void activate(String yaml) {
        var bundle = Bundle.read(yaml);
        if (!(bundle instanceof Bundle.Loaded loaded)) {
            throw new IllegalArgumentException(bundle.toString());
        }
        policies.put(loaded.policy().version(), loaded.policy());
        write(
                "active",
                control(ControlKind.ACTIVE).setBundle(loaded.policy().version()).build());
    }

    void freeze(String scope, boolean cancelRunning) {
        freezeUnder(scope, scope, cancelRunning);
    }

    /** A freeze whose record does not say what its key says. */
    void freezeUnder(String key, String scope, boolean cancelRunning) {
        write(
                "freeze/" + key,
                control(ControlKind.FREEZE)
                        .setScope(scope)
                        .setCancelRunning(cancelRunning)
                        .build());
    }

    void thaw(String scope) {
        write("freeze/" + scope, null);
    }

    @Override
    public List<Entry> after(long offset) {
        return entries.stream().filter(entry -> entry.offset() > offset).toList();
    }

    @Override
    public Policy policy(String hash) {
        var policy = policies.get(hash);
        if (policy == null) {
            throw new IllegalArgumentException(hash);
        }
        return policy;
    }

    @Override
    public long end() {
        return entries.size();
    }

    private void write(String key, @Nullable Control control) {
        entries.add(new Entry(entries.size(), key, control, Instant.EPOCH));
    }

    private static Control.Builder control(ControlKind kind) {
        return Control.newBuilder().setKind(kind).setActor("ops");
    }
}
