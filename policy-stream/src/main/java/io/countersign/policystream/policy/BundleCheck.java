package io.countersign.policystream.policy;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bundle as its author checks it.
 *
 * @param problems everything that is wrong with it, tests that failed included; in the order of the stream
 * @param tests its own tests, in the order of the stream; none if it does not compile, as they cannot be run then
 * @param policy what it compiles to, whether or not its tests held; empty if it does not compile
 */
public record BundleCheck(
        List<Problem> problems, List<Warning> warnings, List<OwnTest> tests, Optional<Policy> policy) {

    public BundleCheck {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        tests = List.copyOf(tests);
    }

    /**
     * A test that was run.
     *
     * @param file the file it is in, if the stream says so
     * @param line counted from 1, in the file if there is one, else in the stream
     * @param held whether it came to what it expects
     */
    public record OwnTest(@Nullable String file, int line, String name, boolean held) {}

    /** How many of its tests did not hold. */
    public long failed() {
        return tests.stream().filter(test -> !test.held()).count();
    }

    /** Reads and compiles a bundle and runs its tests, all of them. */
    public static BundleCheck of(String yaml) {
        return new BundleReader(yaml).check();
    }
}
