package io.countersign.policystream.policy;

import io.countersign.contract.ActionGlob;
import io.countersign.policystream.policy.expression.Expressions;
import io.countersign.policystream.policy.expression.ResultKind;
import io.countersign.policystream.policy.expression.Words;
import io.countersign.policystream.policy.yaml.Findings;
import java.util.ArrayList;
import java.util.List;

/** Checks what a session would let its task do: as the grants of a bundle are, and by the same expression language. */
public final class TaskGrants {
    /** How many a session may have. */
    public static final int MOST = 100;

    /** Characters of all conditions of a session together. */
    public static final int CONDITIONS_LENGTH = 32 * 1024;

    private TaskGrants() {}

    /** What is wrong with them, in words that name the grant; empty if nothing is. */
    public static List<String> problems(List<TaskGrant> grants) {
        if (grants.isEmpty()) {
            return List.of("a session grants something: it has no grants");
        }
        if (grants.size() > MOST) {
            return List.of("a session has at most " + MOST + " grants, not " + grants.size());
        }
        int length = grants.stream().mapToInt(TaskGrants::length).sum();
        if (length > CONDITIONS_LENGTH) {
            return List.of("the conditions of a session have at most " + CONDITIONS_LENGTH
                    + " characters together, not " + length);
        }
        var problems = new ArrayList<String>();
        for (int at = 0; at < grants.size(); at++) {
            problems.addAll(problems("grant " + (at + 1), grants.get(at)));
        }
        return problems;
    }

    private static List<String> problems(String what, TaskGrant grant) {
        var action = grant.action();
        if (!ActionGlob.isValid(action)) {
            return List.of(what + ": '" + Words.clean(action) + "' is not a name or glob");
        }
        var when = grant.when();
        if (when == null) {
            return List.of();
        }
        var findings = new Findings();
        new Expressions(findings).compile(what + " (" + action + "): when", 1, when, ResultKind.CONDITION);
        return findings.problems().stream().map(Findings.Finding::message).toList();
    }

    private static int length(TaskGrant grant) {
        return grant.when() == null ? 0 : grant.when().length();
    }
}
