package io.countersign.policystream.stream;

import io.countersign.contract.ControlKeys;
import io.countersign.policystream.activation.ControlBook;
import io.countersign.policystream.activation.ControlLog;
import io.countersign.policystream.policy.Bundle;
import io.countersign.policystream.policy.Policy;
import io.countersign.v1.Control;
import io.countersign.v1.ControlKind;
import io.countersign.wire.ControlRecord;
import io.countersign.wire.Reading;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Controls that a test writes down itself, in the place of those that are read from Kafka. */
final class WrittenControls implements ControlLog {

    private final Map<String, Policy> policies = new HashMap<>();
    private final ControlBook book = new ControlBook(policies::containsKey);
    private long end;

    WrittenControls() {
        book.caughtUp();
    }

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

    /** One owner's limit of a budget. */
    void override(String budget, String owner, @Nullable Long limit) {
        var key = ControlKeys.override(budget, owner);
        if (limit == null) {
            write(new ControlRecord.Ended(key));
        } else {
            write(
                    key,
                    control(ControlKind.OVERRIDE)
                            .setScope(budget + "/" + owner)
                            .setLimit(limit)
                            .build());
        }
    }

    void thaw(String scope) {
        write(new ControlRecord.Ended("freeze/" + scope));
    }

    /** A control that cannot be read. */
    void writeGarbage(String key) {
        write(ControlRecord.of(key, new Reading.Unreadable<>(Reading.Reason.NO_MAGIC_BYTE, "garbage", null)));
    }

    /** An activation of a bundle that is nowhere. */
    void activateNothing() {
        write("active", control(ControlKind.ACTIVE).setBundle("nowhere").build());
    }

    @Override
    public List<Entry> after(long offset) {
        return book.after(offset);
    }

    @Override
    public Optional<Policy> policy(String hash) {
        return Optional.ofNullable(policies.get(hash));
    }

    @Override
    public long end() {
        return end;
    }

    private void write(String key, Control control) {
        write(ControlRecord.of(key, new Reading.Decoded<>(control)));
    }

    private void write(ControlRecord record) {
        book.take(end++, record, Instant.EPOCH);
    }

    private static Control.Builder control(ControlKind kind) {
        return Control.newBuilder().setKind(kind).setActor("ops");
    }
}
