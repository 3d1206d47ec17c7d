package io.countersign.stack.cli;

import io.countersign.stack.Heap;
import io.countersign.stack.Installation;
import io.countersign.stack.StackException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the product under faults, in a JVM of its own; nothing else has to be running. */
@Command(
        name = "chaos",
        description = {
            "Starts the product on free ports and a folder of its own, breaks something under load, lets everything drain,"
                    + " and reads every topic from its beginning: did the guarantees hold?",
            "Prints RESULT lines; the status is 0 if everything held, else 1, and then the data stays."
        },
        synopsisSubcommandLabel = "executors|outage|streams|doors")
final class ChaosCommand {

    private static final String MODULE = "end-to-end";

    @Spec
    @SuppressWarnings("NullAway.Init") // the command line sets it before anything else
    private CommandSpec spec;

    @Command(
            name = "executors",
            description = {
                "Kills one of two executors again and again, at random moments under load, over a route that may be"
                        + " repeated and one that must not, against a backend that writes every effect down and is late,"
                        + " fails, or breaks off before or after its effect.",
                "Effects of what must not be done twice: at most one. Everything ends, or is UNKNOWN, within 10 s of its"
                        + " lease's end; nothing is lost; no effect is denied."
            })
    int executors(
            @Option(names = "--kills", paramLabel = "N", defaultValue = "50", description = "default: 50") int kills,
            @Option(
                            names = "--seconds-between",
                            paramLabel = "S",
                            defaultValue = "5",
                            description = "on average; default: 5")
                    double secondsBetween,
            @Option(
                            names = "--seed",
                            paramLabel = "N",
                            description = "moments, victims and the backend's moods; default: a new one, which is told")
                    @Nullable
                    Long seed)
            throws InterruptedException {
        requireUsage(
                kills > 0 && secondsBetween > 0 && secondsBetween <= 3600,
                "--kills is 1 or more, --seconds-between more than 0");
        return run(
                "executors",
                Integer.toString(kills),
                Long.toString((long) (secondsBetween * 1000)),
                Long.toString(seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed));
    }

    @Command(
            name = "outage",
            description = {
                "A backend fails for a while under a steady stream of intents that may be repeated, first with errors and"
                        + " then without a word, and is back.",
                "Prints how often it was called meanwhile and afterwards beside the normal rate, how soon after its"
                        + " return, and how many attempts the intents took. Nothing is lost, attempts are bounded, and it"
                        + " is called again within 10 s of its return."
            })
    int outage(
            @Option(names = "--intents", paramLabel = "N", defaultValue = "10000", description = "default: 10000")
                    int intents,
            @Option(names = "--seconds", paramLabel = "S", defaultValue = "45", description = "default: 45")
                    int seconds)
            throws InterruptedException {
        requireUsage(intents > 0 && seconds > 0 && seconds <= 3600, "--intents and --seconds are 1 or more");
        return run("outage", Integer.toString(intents), Integer.toString(seconds));
    }

    @Command(
            name = "streams",
            description = {
                "Reads many streams of a model that takes its time, while one of two doors is killed again and again; every"
                        + " reader comes back with the last event that it has seen, to whichever door.",
                "Every reader ends with exactly the pieces that were produced, in order, each once."
            })
    int streams(
            @Option(names = "--streams", paramLabel = "N", defaultValue = "200", description = "default: 200")
                    int streams,
            @Option(names = "--kills", paramLabel = "N", defaultValue = "10", description = "default: 10") int kills,
            @Option(
                            names = "--seed",
                            paramLabel = "N",
                            description = "moments and victims; default: a new one, which is told")
                    @Nullable
                    Long seed)
            throws InterruptedException {
        requireUsage(streams > 0 && streams <= 2000 && kills > 0, "--streams is 1 to 2000, --kills 1 or more");
        return run(
                "streams",
                Integer.toString(streams),
                Integer.toString(kills),
                Long.toString(seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed));
    }

    @Command(
            name = "doors",
            description = {
                "Writes every text of a list wherever a caller may write one, at every door, and every document of a folder"
                        + " as a body and into one; after each, the same user asks for something ordinary.",
                "Every answer is a clear success or a clear refusal in the door's own format, in time, and tells nothing of"
                        + " the program behind it; what is ordinary goes its way; what was published to the inbox is an"
                        + " intent or a letter. A violation names the place and the text. Without options a small set of our"
                        + " own is used."
            })
    int doors(
            @Option(
                            names = "--strings",
                            paramLabel = "FILE",
                            converter = Places.Present.class,
                            description = "a text on each line; or, of a file *.json, an array of them")
                    @Nullable
                    Path strings,
            @Option(
                            names = "--documents",
                            paramLabel = "DIR",
                            converter = Places.Folder.class,
                            description =
                                    "a folder; what begins with y_ has to be taken for JSON, n_ not, anything else"
                                            + " may be")
                    @Nullable
                    Path documents)
            throws InterruptedException {
        var words = new ArrayList<>(List.of("doors"));
        if (strings != null) {
            words.add("strings=" + strings.toAbsolutePath());
        }
        if (documents != null) {
            words.add("documents=" + documents.toAbsolutePath());
        }
        return run(words.toArray(String[]::new));
    }

    private void requireUsage(boolean right, String message) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private static int run(String... arguments) throws InterruptedException {
        var installation = Installation.current();
        var classes = installation.repository().resolve(MODULE).resolve("target/classes");
        if (!Files.exists(classes)) {
            throw new StackException("no chaos: the module %s is not built".formatted(MODULE));
        }
        var command = new ArrayList<>(List.of(Installation.java()));
        command.addAll(Heap.calm("1g").options());
        command.addAll(Installation.silent());
        command.addAll(
                List.of("-cp", classes + File.pathSeparator + installation.classPath(), "io.countersign.chaos.Main"));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new StackException("cannot run the chaos", e);
        }
    }
}
