package io.countersign.policystream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.countersign.policystream.policy.BundleCheck;
import io.countersign.policystream.policy.Policy;
import io.countersign.policystream.replay.Backtest;
import io.countersign.policystream.replay.BacktestReport;
import io.countersign.policystream.replay.KafkaRecording;
import io.countersign.policystream.replay.Span;
import io.countersign.wire.RegistryAwayException;
import io.countersign.wire.WireFormat;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/**
 * Tells what the bundle on standard input would have decided otherwise of the traffic that a running product recorded;
 * {@code ./countersign policy backtest} starts it. Its arguments are the directory of the bundle's files, the broker's
 * address, the registry's, from when, to when, how many changes to tell, and {@code json} or {@code text}. The status is 0
 * if it ran, whatever it found; else 1.
 */
public final class BacktestMain {

    private BacktestMain() {}

    public static void main(String[] arguments) throws IOException {
        var yaml = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        var log = new LogPlace(arguments[1], arguments[2]);
        var wish = new Wish(
                Instant.parse(arguments[3]),
                Instant.parse(arguments[4]),
                Integer.parseInt(arguments[5]),
                arguments[6].equals("json"));
        var candidate = candidate(yaml, Path.of(arguments[0]), System.err);
        System.exit(candidate.isPresent() && run(candidate.get(), log, wish, System.out, System.err) ? 0 : 1);
    }

    /**
     * What is to be told.
     *
     * @param most how many changes are told; all are counted
     */
    public record Wish(Instant from, Instant to, int most, boolean json) {}

    /**
     * What the bundle compiles to. What is wrong with it is told; tests of its own that do not hold keep it from being pushed, and
     * not from being tried.
     */
    static Optional<Policy> candidate(String yaml, Path directory, PrintStream err) {
        var check = BundleCheck.of(yaml);
        PolicyTestMain.tellProblems(check, directory, err);
        if (check.policy().isEmpty()) {
            err.println("the policy is invalid; nothing was decided by it");
        } else if (check.failed() > 0) {
            err.printf("%d of its own tests failed: it could not be pushed as it is%n", check.failed());
        }
        return check.policy();
    }

    /** Tells what the candidate would have decided otherwise; false if the log cannot be read. */
    public static boolean run(Policy candidate, LogPlace log, Wish wish, PrintStream out, PrintStream err) {
        try {
            var span = Span.of(candidate, wish.from(), wish.to());
            tell(backtest(candidate, log, span, wish.most()), wish.json(), out);
            return true;
        } catch (RegistryAwayException | KafkaException e) {
            err.println("countersign: cannot read the log: " + e.getMessage());
            return false;
        }
    }

    private static BacktestReport backtest(Policy candidate, LogPlace log, Span span, int most) {
        var clients = new KafkaClients(log.kafka());
        try (var wire = WireFormat.of(log.registry())) {
            int partitions = LogPlace.partitions(clients);
            var backtest = new Backtest(candidate, span, wire, partitions, most);
            for (int partition = 0; partition < partitions; partition++) {
                try (var recording = new KafkaRecording(clients::reader, wire, partition, span.begin())) {
                    backtest.run(recording, partition);
                }
            }
            return backtest.report();
        }
    }

    private static void tell(BacktestReport report, boolean json, PrintStream out) {
        if (!json) {
            report.lines().forEach(out::println);
            return;
        }
        try {
            out.println(new ObjectMapper()
                    .registerModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .writeValueAsString(report));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is always writable", e);
        }
    }
}
