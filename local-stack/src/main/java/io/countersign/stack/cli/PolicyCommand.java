package io.countersign.stack.cli;

import io.countersign.stack.DataDirectory;
import io.countersign.stack.Installation;
import io.countersign.stack.Port;
import io.countersign.stack.Ports;
import io.countersign.stack.StackException;
import io.countersign.stack.identity.DevelopmentIdentity;
import io.countersign.stack.identity.TokenRequest;
import io.countersign.stack.policy.BundleBacktest;
import io.countersign.stack.policy.BundleDiff;
import io.countersign.stack.policy.BundleFiles;
import io.countersign.stack.policy.BundleTests;
import io.countersign.stack.policy.PolicyClient;
import io.countersign.stack.policy.Push;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tests and compares policy bundles, sends one to the running stack, shows what is in force, or brings back what was. */
@Command(name = "policy", description = "Tests, pushes, shows, compares and takes back policy bundles.")
final class PolicyCommand {

    private static final Duration USUAL_TIME = Duration.ofDays(7);

    @Spec
    @SuppressWarnings("NullAway.Init") // the command line sets it before anything else
    private CommandSpec spec;

    @Command(name = "test", description = "Runs a bundle's own tests; nothing has to be running.")
    int test(
            @Parameters(
                            paramLabel = "DIR",
                            converter = Places.Bundle.class,
                            description = "the directory with the bundle's files")
                    Path directory)
            throws InterruptedException {
        return BundleTests.run(BundleFiles.read(directory));
    }

    @Command(name = "push", description = "Sends a bundle and waits until it is in force.")
    int push(
            @Parameters(
                            paramLabel = "DIR",
                            converter = Places.Bundle.class,
                            description = "the directory with the bundle's files")
                    Path directory) {
        return told(client().push(BundleFiles.read(directory)));
    }

    private static int told(Push push) {
        push.remarks().forEach(System.err::println);
        if (push instanceof Push.Invalid) {
            System.err.println(push.told());
            return ExitCode.SOFTWARE;
        }
        System.out.println(push.told());
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            description = {"Prints a bundle, as YAML: the one in force, or one that was before.", "Or tells which were."
            })
    int show(
            @Option(names = "--versions", description = "tell what was put into force, when and by whom, newest first")
                    boolean versions,
            @Parameters(
                            paramLabel = "VERSION",
                            arity = "0..1",
                            description = "a version, or as much of its beginning as tells it from the others")
                    @Nullable
                    String version) {
        var client = client();
        if (versions) {
            client.versions().told().forEach(System.out::println);
        } else if (version == null) {
            System.out.print(inForce().yaml());
        } else {
            System.out.print(client.pushed(client.versions().named(version).version()).stream());
        }
        return ExitCode.OK;
    }

    @Command(
            name = "rollback",
            description = {
                "Puts a bundle back into force: VERSION, or else the one that was in force before.",
                "It is checked and recorded as a push is, its own tests included."
            })
    int rollback(
            @Parameters(
                            paramLabel = "VERSION",
                            arity = "0..1",
                            description = "a version, or as much of its beginning as tells it from the others")
                    @Nullable
                    String version) {
        var client = client();
        var versions = client.versions();
        var target = version == null ? versions.before() : versions.named(version);
        if (target.version().equals(versions.inForce())) {
            System.out.println("policy %s is in force already".formatted(target.version()));
            return ExitCode.OK;
        }
        var bundle = client.pushed(target.version());
        System.out.println("from policy %s".formatted(versions.inForce()));
        System.out.println(
                "to policy %s, put into force by %s at %s".formatted(target.version(), target.actor(), target.at()));
        BundleDiff.between(inForce().yaml(), bundle.stream()).differences().forEach(System.out::println);
        return told(client.push(bundle));
    }

    @Command(
            name = "diff",
            description = {
                "Tells which documents are added, removed and changed from A to B.",
                "Each is a directory, or 'active' for what is in force. The status is 0 if they are equal, 1 if not."
            })
    int diff(
            @Parameters(paramLabel = "A", converter = Places.BundleOrInForce.class, description = "what was before")
                    String before,
            @Parameters(paramLabel = "B", converter = Places.BundleOrInForce.class, description = "what comes after")
                    String after) {
        var differences = BundleDiff.between(stream(before), stream(after)).differences();
        differences.forEach(System.out::println);
        return differences.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    @Command(
            name = "backtest",
            description = {
                "Decides the running product's recorded traffic by the bundle in DIR, with what budgets and counters knew,"
                        + " and tells every decision that would have been another.",
                "The status is 0 if it ran, whatever it found; 1 if it could not, as with a bundle that does not compile."
                        + " Its own tests need not hold."
            })
    int backtest(
            @Parameters(
                            paramLabel = "DIR",
                            converter = Places.Bundle.class,
                            description = "the directory with the bundle's files")
                    Path directory,
            @Option(
                            names = "--from",
                            paramLabel = "T",
                            description = "from when, as 2026-11-22T10:00:00Z; a week ago if left out")
                    @Nullable
                    Instant from,
            @Option(names = "--to", paramLabel = "T", description = "until when; now if left out") @Nullable Instant to,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "how many changes are listed; all are counted (20)")
                    int limit,
            @Option(names = "--json", description = "one JSON object instead of lines") boolean json)
            throws InterruptedException {
        var until = to == null ? Instant.now().truncatedTo(ChronoUnit.SECONDS) : to;
        var since = from == null ? until.minus(USUAL_TIME) : from;
        if (!since.isBefore(until)) {
            throw new ParameterException(spec.commandLine(), "--from %s is not before --to %s".formatted(since, until));
        }
        var log = LogAddress.from(System.getenv());
        return BundleBacktest.run(BundleFiles.read(directory), log.kafka(), log.registry(), since, until, limit, json);
    }

    private static String stream(String place) {
        return place.equals(Places.IN_FORCE) ? inForce().yaml() : BundleFiles.read(Path.of(place)).stream();
    }

    private static PolicyClient.InForce inForce() {
        return client().inForce().orElseThrow(() -> new StackException("no policy is in force"));
    }

    private static PolicyClient client() {
        var environment = System.getenv();
        var standard = "http://127.0.0.1:" + Ports.from(environment).of(Port.POLICY_STREAM);
        return new PolicyClient(
                URI.create(environment.getOrDefault("COUNTERSIGN_POLICY_STREAM_URL", standard)), token(environment));
    }

    /** The token that the caller has of a provider, if there is one; else one of the development issuer. */
    static String token(Map<String, String> environment) {
        var own = environment.getOrDefault("COUNTERSIGN_TOKEN", "").strip();
        if (!own.isEmpty()) {
            return own;
        }
        var data = DataDirectory.from(environment, Installation.current().repository())
                .create();
        return DevelopmentIdentity.in(data.keys())
                .token(TokenRequest.person("countersign", "operator", "countersign-policy"));
    }
}
