package io.countersign.policystream;

import io.countersign.policystream.activation.PushedPolicies;
import io.countersign.policystream.replay.Findings;
import io.countersign.policystream.replay.KafkaRecording;
import io.countersign.policystream.replay.PartitionReplay;
import io.countersign.policystream.replay.RecordedControls;
import io.countersign.policystream.replay.ReplayReport;
import io.countersign.policystream.stream.DecidedAgain;
import io.countersign.wire.RegistryAwayException;
import io.countersign.wire.WireFormat;
import java.io.PrintStream;
import java.util.ArrayList;
import org.apache.kafka.common.KafkaException;

/**
 * Decides everything once more that the log of a running product has recorded, and holds what comes of it against its
 * events; {@code ./countersign replay} starts it. Its arguments are the broker's address and the registry's. The status
 * is 0 if all came out identical that could be derived, and something could; else 1.
 */
public final class ReplayMain {

    private ReplayMain() {}

    public static void main(String[] arguments) {
        System.exit(run(new LogPlace(arguments[0], arguments[1]), System.out, System.err));
    }

    /** Tells of each partition, and at last of all; the status to end with. */
    public static int run(LogPlace log, PrintStream out, PrintStream err) {
        try {
            var report = replay(log, out);
            out.println(report.summary());
            return report.proven() ? 0 : 1;
        } catch (RegistryAwayException | KafkaException e) {
            err.println("countersign: cannot read the log: " + e.getMessage());
            return 1;
        }
    }

    private static ReplayReport replay(LogPlace log, PrintStream out) {
        var clients = new KafkaClients(log.kafka());
        var all = new ArrayList<Findings>();
        try (var wire = WireFormat.of(log.registry());
                var policies = new PushedPolicies(clients::reader, wire)) {
            int partitions = LogPlace.partitions(clients);
            for (int partition = 0; partition < partitions; partition++) {
                try (var recording = new KafkaRecording(clients::reader, wire, partition)) {
                    var again = new DecidedAgain(wire, new RecordedControls(policies), partition, partitions);
                    var found = new PartitionReplay(recording, again, partition).run();
                    ReplayReport.lines(found).forEach(out::println);
                    all.add(found);
                }
            }
        }
        return new ReplayReport(all);
    }
}
