package io.countersign.policystream.policy;

import io.countersign.contract.Sha256;
import java.util.List;

/**
 * What became of a bundle that was read: a policy, or everything that is wrong with it.
 *
 * <p>A bundle is one YAML stream of documents, as scalars know it from JSON: {@code yes} is text, not a truth value.
 */
public sealed interface Bundle {

    /** A valid bundle, whose own tests passed. */
    record Loaded(Policy policy, List<Warning> warnings) implements Bundle {
        public Loaded {
            warnings = List.copyOf(warnings);
        }
    }

    /** A bundle that is refused as a whole; problems are in the order of the stream. */
    record Invalid(List<Problem> problems) implements Bundle {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }

    /** Reads, checks and compiles a bundle, and runs its tests. The same text gives the same answer. */
    static Bundle read(String yaml) {
        return new BundleReader(yaml).read();
    }

    /** The name of a bundle's content: SHA-256 over its text in UTF-8, in hex. */
    static String hash(String yaml) {
        return Sha256.hex(yaml);
    }
}
