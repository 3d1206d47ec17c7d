package io.countersign.stack.cli;

import io.countersign.stack.policy.PolicyStreamTool;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Decides the log once more: status 0 only if every event that can be derived comes out as it was recorded. */
@Command(
        name = "replay",
        description = {
            "Decides everything once more that the running product has recorded, by the code that decided it, and holds"
                    + " what comes of it against the audit log: event by event, hash for hash.",
            "What cannot be proven, because its inputs are not in the log any more, is told. The status is 0 if all else"
                    + " is identical, and something is; 1 if not."
        })
final class ReplayCommand implements Callable<Integer> {

    private static final String MAIN = "io.countersign.policystream.ReplayMain";

    @Override
    public Integer call() throws InterruptedException {
        var log = LogAddress.from(System.getenv());
        return PolicyStreamTool.large(MAIN).run("", log.kafka(), log.registry());
    }
}
