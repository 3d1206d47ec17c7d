package io.countersign.console.desk;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an agent asked for, as it was decided on; parameters are the canonical text. */
public record Request(
        String id,
        String tenant,
        String user,
        String agent,
        @Nullable String team,
        @Nullable String session,
        String action,
        String parameters,
        String summary,
        @Nullable String model,
        @Nullable Long maxTokens,
        boolean confidential,
        @Nullable Instant deadline,
        List<String> roles,
        @Nullable String justification,
        Instant submittedAt,
        List<String> approvalGroups,
        int approvalQuorum,
        @Nullable Instant approveBy,
        String effect,
        List<String> labels) {

    public Request {
        roles = List.copyOf(roles);
        approvalGroups = List.copyOf(approvalGroups);
        labels = List.copyOf(labels);
    }
}
