package io.countersign.stack.policy;

import io.countersign.stack.StackException;
import java.time.Instant;
import java.util.List;

/**
 * What was put into force, newest first, beside what is in force now.
 *
 * @param inForce the version in force
 */
public record Versions(String inForce, List<Activation> activations) {

    /** That a bundle was put into force: its hash, when, and by whom. */
    public record Activation(String version, Instant at, String actor) {}

    public Versions {
        activations = List.copyOf(activations);
    }

    /** What was in force before the version that is. */
    public Activation before() {
        return activations.stream()
                .filter(activation -> !activation.version().equals(inForce))
                .findFirst()
                .orElseThrow(() -> new StackException("no other policy was in force before"));
    }

    /** The last activation of the version that begins so. */
    public Activation named(String beginning) {
        var named = activations.stream()
                .filter(activation -> activation.version().startsWith(beginning))
                .toList();
        var versions = named.stream().map(Activation::version).distinct().toList();
        return switch (versions.size()) {
            case 0 -> throw new StackException("no policy %s was in force".formatted(beginning));
            case 1 -> named.getFirst();
            default ->
                throw new StackException(
                        "%s is not enough of a name: there are %s".formatted(beginning, String.join(", ", versions)));
        };
    }

    /** A line for each activation; the last one of what is in force is marked. */
    public List<String> told() {
        var current = activations.stream()
                .filter(activation -> activation.version().equals(inForce))
                .findFirst();
        return activations.stream()
                .map(activation -> "%s %s %s%s"
                        .formatted(
                                activation.version(),
                                activation.at(),
                                activation.actor(),
                                current.filter(last -> last == activation).isPresent() ? " (in force)" : ""))
                .toList();
    }
}
