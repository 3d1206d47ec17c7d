package io.countersign.policystream.lifecycle;

import io.countersign.policystream.policy.ApprovalClause;
import java.util.List;
import java.util.stream.Stream;

/** Counts votes: one person, one vote, for every clause that the person's roles reach. */
final class Tally {

    private Tally() {}

    static boolean mayVote(Input.Vote vote, ApprovalClause clause) {
        return clause.groups().isEmpty() || clause.groups().stream().anyMatch(vote.roles()::contains);
    }

    static boolean mayVote(Input.Vote vote, List<ApprovalClause> clauses) {
        return clauses.stream().anyMatch(clause -> mayVote(vote, clause));
    }

    /** What these votes meet of what is demanded. */
    static List<String> met(List<ApprovalClause> clauses, List<Input.Vote> votes) {
        return clauses.stream()
                .filter(clause -> people(clause, votes) >= clause.quorum())
                .map(ApprovalClause::demand)
                .toList();
    }

    static List<String> and(List<String> before, List<String> more) {
        return Stream.concat(before.stream(), more.stream()).distinct().toList();
    }

    private static long people(ApprovalClause clause, List<Input.Vote> votes) {
        return votes.stream()
                .filter(vote -> mayVote(vote, clause))
                .map(Input.Vote::reviewer)
                .distinct()
                .count();
    }
}
