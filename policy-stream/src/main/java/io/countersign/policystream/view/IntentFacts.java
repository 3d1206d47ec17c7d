package io.countersign.policystream.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the events say of an intent: everything but its words.
 *
 * @param session the one that it names; none is the implicit one of owner and agent
 * @param attempt the latest hand-off; 0 before the first
 * @param retry how far it has come with its attempts
 * @param executions its attempts, the latest last, each as the last word about it left it; none of earlier builds' facts
 * @param usage as last reported
 * @param cached true if the result came from the response cache
 * @param fallback true if the result is a fail-safe answer
 * @param text names the content as the latest event left it
 * @param endedAt when it ended, in broker time
 */
record IntentFacts(
        String id,
        String owner,
        String action,
        @Nullable String session,
        String state,
        long version,
        int attempt,
        @Nullable AttemptProgress retry,
        List<Execution> executions,
        @Nullable UsedTokens usage,
        boolean cached,
        boolean fallback,
        @Nullable String parent,
        @Nullable String text,
        Instant submittedAt,
        Instant updatedAt,
        @Nullable Instant endedAt,
        List<Step> timeline) {

    private static final Set<String> ENDS = Set.of("SUCCEEDED", "REJECTED", "EXPIRED", "CANCELLED", "DISCARDED");

    IntentFacts {
        // earlier builds kept none
        executions = executions == null ? List.of() : List.copyOf(executions);
        timeline = List.copyOf(timeline);
    }

    /** The facts after the first event that is seen of an intent. */
    static IntentFacts first(Change change) {
        var state = change.state() == null ? "" : change.state();
        var submittedAt = change.submittedAt() == null ? change.at() : change.submittedAt();
        int attempt = change.attempt() == null ? 0 : change.attempt();
        return new IntentFacts(
                change.intentId(),
                change.owner(),
                change.action() == null ? "" : change.action(),
                change.session(),
                state,
                change.version(),
                attempt,
                change.retry(),
                Stream.ofNullable(change.execution()).toList(),
                change.usage(),
                change.cached(),
                change.fallback(),
                change.parent(),
                change.contentHash(),
                submittedAt,
                change.at(),
                ENDS.contains(state) ? change.at() : null,
                List.of(step(change, state, attempt, change.retry())));
    }

    /** The facts after one more event; an event that was seen already changes nothing. */
    IntentFacts after(Change change) {
        if (change.version() <= version) {
            return this;
        }
        var next = change.state() == null ? state : change.state();
        // without words of its own, an event leaves the result, and where that came from, as they are
        boolean answers = change.contentHash() != null;
        int latest = change.attempt() == null ? attempt : Math.max(attempt, change.attempt());
        var progress = change.retry() == null ? retry : change.retry();
        var steps = new ArrayList<>(timeline);
        steps.add(step(change, next, latest, progress));
        return new IntentFacts(
                id,
                owner,
                action,
                session,
                next,
                change.version(),
                latest,
                progress,
                change.execution() == null ? executions : with(change.execution()),
                change.usage() == null ? usage : change.usage(),
                answers ? change.cached() : cached,
                answers ? change.fallback() : fallback,
                parent,
                change.contentHash() == null ? text : change.contentHash(),
                submittedAt,
                change.at(),
                ended().orElse(ENDS.contains(next) ? change.at() : null),
                steps);
    }

    Optional<Instant> ended() {
        return Optional.ofNullable(endedAt);
    }

    /** The session that it names, as long as it has not ended itself: that session's end still matters to it. */
    Optional<String> sessionIfOpen() {
        return ended().isPresent() ? Optional.empty() : Optional.ofNullable(session);
    }

    private List<Execution> with(Execution later) {
        var all = new ArrayList<>(executions);
        all.removeIf(one -> one.attempt() == later.attempt());
        all.add(executions.stream()
                .filter(one -> one.attempt() == later.attempt())
                .findFirst()
                .map(earlier -> earlier.followedBy(later))
                .orElse(later));
        all.sort(Comparator.comparingInt(Execution::attempt));
        return all;
    }

    boolean isRunning() {
        return state.equals("RUNNING");
    }

    /** True if an event before the latest one spoke of that content. */
    boolean hasLeft(String hash) {
        return !hash.equals(text) && timeline.stream().anyMatch(step -> hash.equals(step.text()));
    }

    private static Step step(Change change, String state, int attempt, @Nullable AttemptProgress retry) {
        return new Step(change.version(), state, change.at(), change.reasons(), attempt, retry, change.contentHash());
    }
}
