package io.countersign.wire;

import io.countersign.contract.ControlKeys;
import io.countersign.contract.Topics;
import io.countersign.v1.Control;
import io.countersign.v1.ControlKind;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a record of {@code policy.controls} says to whoever reads it, services and executors alike. What cannot be
 * understood fails closed: under the key of a freeze it is a freeze of what the key says, and has no end but its
 * tombstone; anywhere else it changes nothing.
 */
public sealed interface ControlRecord {

    /** The control of a key, from here on. */
    record Standing(String key, Control control) implements ControlRecord {}

    /** The key's control ends here. */
    record Ended(String key) implements ControlRecord {}

    /** It says nothing: what stood before stands. */
    record Ignored(@Nullable String key, String why) implements ControlRecord {}

    /** Who gave an order that cannot be read. */
    String UNKNOWN_ACTOR = "@unknown";

    /** Reads a record; a registry that is away is a {@link RegistryAwayException}. */
    static ControlRecord read(byte @Nullable [] key, byte @Nullable [] value, WireFormat wire) {
        if (key == null) {
            return new Ignored(null, "it has no key");
        }
        var name = new String(key, StandardCharsets.UTF_8);
        return value == null ? ended(name) : of(name, wire.decode(Topics.CONTROLS, value, Control.class));
    }

    /** What the record of a key says whose value was read so. */
    static ControlRecord of(String key, Reading<Control> reading) {
        return switch (reading) {
            case Reading.Decoded<Control>(var control) when fits(key, control) -> new Standing(key, control);
            case Reading.Decoded<Control>(var control) -> notUnderstood(key, "it is a " + control.getKind());
            case Reading.Unreadable<Control>(var reason, var message, var cause) ->
                notUnderstood(key, reason + ", " + message);
        };
    }

    /** A policy is replaced and never ended: without one, nothing could be decided any more. */
    private static ControlRecord ended(String key) {
        return key.equals(ControlKeys.ACTIVE) ? new Ignored(key, "a policy is replaced, never ended") : new Ended(key);
    }

    private static boolean fits(String key, Control control) {
        if (ControlKeys.frozenScope(key).isPresent()) {
            return control.getKind() == ControlKind.FREEZE;
        }
        if (key.equals(ControlKeys.ACTIVE)) {
            return control.getKind() == ControlKind.ACTIVE && control.getBundle() != null;
        }
        return control.getKind() != ControlKind.UNRECOGNIZED;
    }

    private static ControlRecord notUnderstood(String key, String why) {
        return ControlKeys.frozenScope(key)
                .<ControlRecord>map(scope -> new Standing(
                        key,
                        Control.newBuilder()
                                .setKind(ControlKind.FREEZE)
                                .setScope(scope)
                                .setActor(UNKNOWN_ACTOR)
                                .setReason("not to be understood: " + why)
                                .build()))
                .orElseGet(() -> new Ignored(key, why));
    }
}
