package io.countersign.policystream.policy;

import io.countersign.contract.Code;
import io.countersign.policystream.budget.Claim;
import io.countersign.policystream.policy.yaml.Findings;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs a bundle's own test; a failure says what came instead. */
final class BundleTestRun {
    /** What came, reduced to what a test can expect. */
    private record Outcome(Verdict verdict, @Nullable String code, List<Reason> reasons) {}

    private BundleTestRun() {}

    static void run(BundleTest test, Policy policy, Findings findings) {
        var outcome = outcome(policy.judge(test.question()));
        if (outcome.verdict != test.verdict()) {
            findings.problem(
                    test.line(),
                    test.what() + ": expected " + words(test.verdict()) + ", but it came to " + words(outcome));
            return;
        }
        if (test.code() != null && !test.code().equals(outcome.code)) {
            findings.problem(
                    test.line(),
                    test.what() + ": expected the code " + test.code() + ", but it came to " + words(outcome));
        }
        Placed rule = test.rule();
        if (rule != null
                && outcome.reasons.stream().noneMatch(reason -> rule.text().equals(reason.rule()))) {
            findings.problem(
                    rule.line(),
                    test.what() + ": expected " + rule.text() + " to speak, but it came to " + words(outcome));
        }
    }

    private static Outcome outcome(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Refused refused -> new Outcome(Verdict.REJECT, refused.code(), refused.reasons());
            case Judgement.Admitted admitted -> outcome(admitted);
        };
    }

    /** What even an empty window cannot hold is rejected at once. */
    private static Outcome outcome(Judgement.Admitted admitted) {
        var never = admitted.claims().stream().filter(Claim::neverFits).findFirst();
        if (never.isPresent()) {
            var claim = never.get();
            var reason = new Reason(
                    Code.OVER_BUDGET.name(),
                    claim.budget(),
                    "it needs " + claim.amount() + " " + claim.unit().text() + ", the limit is " + claim.limit());
            return new Outcome(Verdict.REJECT, reason.code(), List.of(reason));
        }
        if (!admitted.clauses().isEmpty()) {
            return new Outcome(Verdict.HOLD, null, admitted.reasons());
        }
        return new Outcome(admitted.retryIn() == null ? Verdict.ALLOW : Verdict.DEFER, null, admitted.reasons());
    }

    private static String words(Outcome outcome) {
        String reasons = outcome.reasons.stream()
                .map(reason -> (reason.rule() == null ? "" : reason.rule() + ": ") + reason.message())
                .collect(Collectors.joining("; "));
        return words(outcome.verdict)
                + (outcome.code == null ? "" : " " + outcome.code)
                + (reasons.isEmpty() ? "" : " (" + reasons + ")");
    }

    private static String words(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
