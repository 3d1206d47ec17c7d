package io.countersign.stack.launch;

import io.countersign.stack.StackException;
import io.countersign.stack.policy.BundleFiles;
import io.countersign.stack.policy.PolicyClient;
import io.countersign.stack.policy.Push;
import io.countersign.stack.policy.Remark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The policy that a launch begins with: what is in force stays, unless the launch has to have a bundle of its own.
 *
 * @param directory the bundle to push
 * @param required whether it takes the place of another that is in force
 */
public record StartingPolicy(Path directory, boolean required) {

    /** The first bundle starts the topology, which may take longer than one push waits. */
    private static final int MOST_PUSHES = 6;

    /** The bundle of a directory, if there is no policy yet. */
    public static StartingPolicy ifNone(Path directory) {
        return new StartingPolicy(directory, false);
    }

    /** The bundle of a directory, whatever is in force. */
    public static StartingPolicy always(Path directory) {
        return new StartingPolicy(directory, true);
    }

    /** Sees to it that there is a policy, and says which. */
    void takeEffect(PolicyClient client, Consumer<String> progress) {
        var before = client.inForce();
        if (before.isPresent() && !required) {
            progress.accept(kept(before.get()));
        } else if (Files.isDirectory(directory)) {
            push(client, before, progress);
        } else {
            progress.accept("no policy: there is no directory " + directory);
        }
    }

    private String kept(PolicyClient.InForce policy) {
        return "policy %s stays in force%s"
                .formatted(
                        policy.version(),
                        isOurs(policy)
                                ? ""
                                : "; it is not what %s says, which --policy would push".formatted(directory));
    }

    private boolean isOurs(PolicyClient.InForce policy) {
        try {
            return BundleFiles.read(directory).stream().equals(policy.yaml());
        } catch (StackException nothingThere) {
            return false;
        }
    }

    private void push(PolicyClient client, Optional<PolicyClient.InForce> before, Consumer<String> progress) {
        var bundle = BundleFiles.read(directory);
        before.filter(policy -> !policy.yaml().equals(bundle.stream()))
                .ifPresent(policy -> progress.accept(
                        "policy %s was in force; that of %s takes its place".formatted(policy.version(), directory)));
        var push = client.push(bundle);
        for (int again = 1; again < MOST_PUSHES && push instanceof Push.Pending; again++) {
            push = client.push(bundle);
        }
        if (!(push instanceof Push.InForce)) {
            var remarks = push.remarks().stream().map(Remark::toString);
            throw new StackException(
                    Stream.concat(Stream.of(push.told()), remarks).collect(Collectors.joining("\n")));
        }
        progress.accept(push.told());
    }
}
