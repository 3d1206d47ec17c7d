package io.countersign.policystream;

import io.countersign.policystream.policy.BundleCheck;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Checks the bundle on standard input and tells of each of its tests, without a broker; {@code ./countersign policy test}
 * starts it. Its argument is the directory of the bundle's files. The status is 0 if the bundle could be pushed, else 1.
 */
public final class PolicyTestMain {

    private PolicyTestMain() {}

    public static void main(String[] arguments) throws IOException {
        var yaml = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        System.exit(tell(BundleCheck.of(yaml), Path.of(arguments[0]), System.out, System.err));
    }

    static int tell(BundleCheck check, Path directory, PrintStream out, PrintStream err) {
        check.warnings()
                .forEach(warning -> err.println(
                        place(directory, warning.file(), warning.line()) + "warning: " + warning.message()));
        tellProblems(check, directory, err);
        check.tests().forEach(test -> out.printf("%-4s %s%n", test.held() ? "ok" : "FAIL", test.name()));
        boolean well = check.problems().isEmpty();
        if (check.policy().isEmpty()) {
            err.println("the policy is invalid; its tests were not run");
        } else {
            out.printf("%d tests held, %d failed%n", check.tests().size() - check.failed(), check.failed());
        }
        return well ? 0 : 1;
    }

    /** What is wrong with it, each with its place in the files of the directory. */
    static void tellProblems(BundleCheck check, Path directory, PrintStream err) {
        check.problems()
                .forEach(problem -> err.println(place(directory, problem.file(), problem.line()) + problem.message()));
    }

    private static String place(Path directory, @Nullable String file, int line) {
        return file == null ? "" : "%s:%d: ".formatted(directory.resolve(file), line);
    }
}
