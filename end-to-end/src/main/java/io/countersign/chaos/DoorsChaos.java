package io.countersign.chaos;

import io.countersign.chaos.doors.Findings;
import io.countersign.chaos.doors.Grounds;
import io.countersign.chaos.doors.HostileInput;
import io.countersign.chaos.doors.Inbox;
import io.countersign.chaos.doors.RawHttp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/**
 * Callers write whatever they like wherever they may write at any door. Each answer has to be a clear success or a clear
 * refusal, in the door's own format; the same user's ordinary intents go their way; and the log is as it should be.
 */
public final class DoorsChaos {

    private static final int USERS = 8;
    private static final Duration JUDGED_WITHIN = Duration.ofMinutes(2);

    private final Results results;
    private final Plan plan;

    /**
     * What is written.
     *
     * @param strings a file of texts
     * @param documents a folder of documents
     * @param apart each text is put in one place of so many
     */
    public record Plan(Path strings, Path documents, int apart) {
        private static final int SHORT = 8;
        private static final Pattern WORD = Pattern.compile("(strings|documents)=(.+)");

        /** A small set of our own. */
        public static Plan ofOurOwn() {
            var folder = ChaosStack.policy("doors");
            return new Plan(folder.resolve("strings.json"), folder.resolve("documents"), 1);
        }

        /** Each text in some places only, for who has seconds. */
        public static Plan inShort() {
            var all = ofOurOwn();
            return new Plan(all.strings(), all.documents(), SHORT);
        }

        /** Our own, but for what these words say: {@code strings=FILE}, {@code documents=DIR}; nothing if there are others. */
        static Optional<Plan> of(List<String> words) {
            var plan = ofOurOwn();
            for (var word : words) {
                var said = WORD.matcher(word);
                if (!said.matches()) {
                    return Optional.empty();
                }
                var place = Path.of(said.group(2));
                plan = said.group(1).equals("strings")
                        ? new Plan(place, plan.documents(), plan.apart())
                        : new Plan(plan.strings(), place, plan.apart());
            }
            return Optional.of(plan);
        }
    }

    /** What came of it. */
    public record Outcome(HostileInput written, Findings findings, List<String> violations) {}

    DoorsChaos(Results results, Plan plan) {
        this.results = results;
        this.plan = plan;
    }

    /** True if everything held. */
    boolean run() throws IOException, InterruptedException, ExecutionException {
        var begun = Instant.now();
        results.note("texts of %s, documents of %s"
                .formatted(plan.strings().getFileName(), plan.documents().getFileName()));
        try (var chaos = ChaosStack.start();
                var model = StreamingModel.start(3, Duration.ofMillis(1));
                var product = Product.start(chaos.stack(), setup(model))) {
            product.startDesk();
            var outcome = strike(product, plan);
            results.count("strings", outcome.written().strings(), "strings");
            results.count("places", outcome.written().places(), "places");
            results.count("documents", outcome.written().documents(), "documents");
            outcome.findings().counts().forEach((name, count) -> results.count(name, count, "answers"));
            results.seconds("duration", Duration.between(begun, Instant.now()));
            boolean well = results.violations(outcome.violations());
            if (well) {
                chaos.forget();
            }
            return well;
        }
    }

    /** The folder with the bundle that it is about. */
    public static Path policy() {
        return ChaosStack.policy("doors");
    }

    /** A product whose model is that one, with something that is said back, something that is held, and chats. */
    private static Product.Setup setup(StreamingModel model) {
        var routes = """
                routes:
                  - {action: llm.chat, connector: llm, url: "%s", model: patient, inFlight: 64}
                  - {action: "door.*", connector: echo}
                """.formatted(model.url());
        return new Product.Setup(policy(), routes, 1, Conduct.steady(Duration.ZERO));
    }

    /** Writes all of it at a running product with its desk, and reads its log in the end. */
    public static Outcome strike(Product product, Plan plan)
            throws IOException, InterruptedException, ExecutionException {
        var stack = product.stack();
        try (var inbox = new Inbox(
                        stack.broker().bootstrapServers(), stack.registry().url());
                var log = product.topics()) {
            var grounds = new Grounds(
                    product.intake().url(),
                    product.policyStream().url(),
                    product.desk().url(),
                    stack.identity(),
                    Product.TENANT,
                    new RawHttp(Grounds.PATIENCE),
                    inbox);
            var written = HostileInput.of(grounds, plan.strings(), plan.documents(), plan.apart());
            var findings = written.run(USERS);
            var violations = new ArrayList<>(findings.violations());
            violations.addAll(inbox.unanswered(log, JUDGED_WITHIN));
            log.verdict().breaks().forEach(found -> violations.add("the log: " + found));
            return new Outcome(written, findings, List.copyOf(violations));
        }
    }
}
