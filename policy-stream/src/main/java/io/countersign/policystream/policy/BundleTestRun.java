package io.countersign.policystream.policy;

import io.countersign.contract.Code;
import io.countersign.policystream.budget.Claim;
import io.countersign.policystream.policy.yaml.Findings;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs a bundle's own test; a failure says what came instead. */
final class BundleTestRun {
    /** What came, reduced to what a test can expect. */
    private record Outcome(Verdict verdict, @Nullable String code, boolean answered, List<Reason> reasons) {}

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
        if (test.answered() != null && test.answered() != outcome.answered) {
            findings.problem(
                    test.line(),
                    test.what() + ": expected " + (test.answered() ? "a" : "no") + " prepared answer, but it came to "
                            + words(outcome));
        }
        Placed rule = test.rule();
        if (rule != null
                && outcome.reasons.stream().noneMatch(reason -> rule.text().equals(reason.rule()))) {
            findings.problem(
                    rule.line(),
                    test.what() + ": expected " + rule.text() + " to speak, but it came to " + words(outcome));
        }
        var onFailure = test.onFailure();
        if (onFailure != null) {
            failing(test, onFailure, policy.failSafe(test.question()), findings);
        }
    }

    private static void failing(BundleTest test, Placed expected, FailSafe failSafe, Findings findings) {
        var answer = failSafe.answer();
        if (answer == null || !answer.name().equals(expected.text())) {
            findings.problem(
                    expected.line(),
                    test.what() + ": expected " + expected.text() + " to answer in case of failure, but "
                            + (answer == null ? "nothing does" : answer.name() + " does")
                            + (failSafe.reasons().isEmpty() ? "" : " (" + words(failSafe.reasons()) + ")"));
        }
    }

    private static Outcome outcome(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Refused refused -> new Outcome(Verdict.REJECT, refused.code(), false, refused.reasons());
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
            return new Outcome(Verdict.REJECT, reason.code(), false, List.of(reason));
        }
        if (!admitted.clauses().isEmpty()) {
            return new Outcome(Verdict.HOLD, null, false, admitted.reasons());
        }
        if (admitted.retryIn() != null) {
            return new Outcome(Verdict.DEFER, null, false, admitted.reasons());
        }
        return allowed(admitted);
    }

    private static Outcome allowed(Judgement.Admitted admitted) {
        var answer = admitted.answer();
        if (answer == null) {
            return new Outcome(Verdict.ALLOW, null, false, admitted.reasons());
        }
        var reasons = Stream.concat(admitted.reasons().stream(), Stream.of(answer.reason()))
                .toList();
        return new Outcome(Verdict.ALLOW, null, true, reasons);
    }

    private static String words(Outcome outcome) {
        String reasons = words(outcome.reasons);
        return words(outcome.verdict)
                + (outcome.code == null ? "" : " " + outcome.code)
                + (reasons.isEmpty() ? "" : " (" + reasons + ")");
    }

    private static String words(List<Reason> reasons) {
        return reasons.stream()
                .map(reason -> (reason.rule() == null ? "" : reason.rule() + ": ") + reason.message())
                .collect(Collectors.joining("; "));
    }

    private static String words(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
