package io.countersign.stack.cli;

import io.countersign.stack.audit.Verification;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** Recomputes the audit log's chains: status 0 only if nothing in it was changed, left out or moved. */
@Command(
        name = "verify",
        description = {
            "Checks the running product's audit log: every owner's chain of hashes, and the contents that it names.",
            "The digest is the SHA-256 of the lines that --heads prints. What is noted elsewhere, of one day, shows on"
                    + " another that nothing before it was changed."
        })
final class VerifyCommand implements Callable<Integer> {

    @Option(names = "--heads", description = "print each owner's last event: head OWNER SEQUENCE HASH")
    private boolean heads;

    @Override
    public Integer call() throws InterruptedException {
        var log = LogAddress.from(System.getenv());
        var verdict = Verification.of(log.kafka(), log.registry());
        if (heads) {
            verdict.heads().all().forEach(System.out::println);
        }
        verdict.lines().forEach(System.out::println);
        return verdict.unbroken() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
