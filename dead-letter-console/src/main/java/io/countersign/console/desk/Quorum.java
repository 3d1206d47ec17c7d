package io.countersign.console.desk;

import java.util.List;

/** How many must approve, of which groups, and who has. */
public record Quorum(int needed, List<String> groups, List<Vote> votes) {

    public Quorum {
        needed = Math.max(needed, 1);
        groups = List.copyOf(groups);
        votes = List.copyOf(votes);
    }

    public int missing() {
        return Math.max(needed - votes.size(), 0);
    }

    /** True if one more approval releases the intent. */
    public boolean nextReleases() {
        return missing() <= 1;
    }

    public boolean hasVoteOf(String reviewer) {
        return votes.stream().anyMatch(vote -> vote.reviewer().equals(reviewer));
    }

    /** The names of those who have. */
    public List<String> voted() {
        return votes.stream().map(Vote::reviewer).toList();
    }

    /** Who may vote, in words. */
    public String voters() {
        return groups.isEmpty() ? "any reviewer" : "reviewers in " + String.join(" or ", groups);
    }
}
