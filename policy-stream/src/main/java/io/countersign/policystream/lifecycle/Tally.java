package io.countersign.policystream.lifecycle;

import io.countersign.policystream.policy.ApprovalClause;
import java.util.ArrayList;
import java.util.List;

/** Counts votes: one person, one vote, for every clause that the person's roles reach. */
final class Tally {

    private Tally() {}

    static boolean mayVote(Input.Vote vote, ApprovalClause clause) {
        return clause.groups().isEmpty() || clause.groups().stream().anyMatch(vote.roles()::contains);
    }

    static boolean mayVote(Input.Vote vote, List<ApprovalClause> clauses) {
        return clauses.stream().anyMatch(clause -> mayVote(vote, clause));
    }

    /** The rules whose clauses these votes meet. */
    static List<String> met(List<ApprovalClause> clauses, List<Input.Vote> votes) {
        return clauses.stream()
                .filter(clause -> people(clause, votes) >= clause.quorum())
                .map(ApprovalClause::rule)
                .toList();
    }

    static List<String> and(List<String> before, List<String> more) {
        var all = new ArrayList<>(before);
        more.stream().filter(rule -> !all.contains(rule)).forEach(all::add);
        return List.copyOf(all);
    }

    private static long people(ApprovalClause clause, List<Input.Vote> votes) {
        return votes.stream()
                .filter(vote -> mayVote(vote, clause))
                .map(Input.Vote::reviewer)
                .distinct()
                .count();
    }
}
