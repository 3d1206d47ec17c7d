package io.countersign.policystream.policy;

import io.countersign.contract.Limits;
import io.countersign.policystream.policy.yaml.FileMarkers;
import io.countersign.policystream.policy.yaml.Findings;
import io.countersign.policystream.policy.yaml.Value;
import io.countersign.policystream.policy.yaml.YamlStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one bundle, from its text to a policy that has passed its own tests. */
final class BundleReader {
    private final String yaml;
    private final Findings findings = new Findings();
    private final FileMarkers files = new FileMarkers();
    private final List<BundleCheck.OwnTest> tests = new ArrayList<>();
    private Optional<Policy> compiled = Optional.empty();

    BundleReader(String yaml) {
        this.yaml = yaml;
    }

    BundleCheck check() {
        read();
        return new BundleCheck(problems(), warnings(), tests, compiled);
    }

    Bundle read() {
        if (Limits.exceeds(yaml, Limits.BUNDLE_BYTES)) {
            findings.problem(1, "the bundle is larger than " + Limits.BUNDLE_BYTES + " bytes");
            return invalid();
        }
        List<Value> values = YamlStream.documents(yaml, findings, files);
        boolean readable = findings.clean();
        var reader = new DocumentReader(findings, yaml.length());
        values.stream().takeWhile(value -> !findings.full()).forEach(reader::read);
        // where a document cannot be read, what it defines would be reported as missing
        return readable && !findings.full() ? link(reader.documents()) : invalid();
    }

    private Bundle link(Documents documents) {
        if (documents.actions.isEmpty()) {
            findings.problem(1, "the bundle has no document of kind Action");
        }
        var models = new ModelLinker(documents, findings).link();
        var policy = new CompiledPolicy(Bundle.hash(yaml), new Linker(documents, findings).link(), models);
        if (findings.clean()) {
            compiled = Optional.of(policy);
            documents.tests.forEach(test -> run(test, policy));
        }
        return findings.clean() ? new Bundle.Loaded(policy, warnings()) : invalid();
    }

    private void run(BundleTest test, Policy policy) {
        int before = findings.problemCount();
        BundleTestRun.run(test, policy, findings);
        boolean held = findings.problemCount() == before;
        tests.add(new BundleCheck.OwnTest(files.file(test.line()), files.line(test.line()), test.name(), held));
    }

    private Bundle invalid() {
        return new Bundle.Invalid(problems());
    }

    private List<Problem> problems() {
        return findings.problems().stream()
                .map(found -> new Problem(files.file(found.line()), files.line(found.line()), found.message()))
                .toList();
    }

    private List<Warning> warnings() {
        return findings.warnings().stream()
                .map(found -> new Warning(files.file(found.line()), files.line(found.line()), found.message()))
                .toList();
    }
}
