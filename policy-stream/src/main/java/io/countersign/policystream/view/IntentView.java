package io.countersign.policystream.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An intent as it is answered: facts and words together.
 *
 * @param version numbers its events; 0 while it is not decided
 * @param session the one that it names; none is the implicit one of owner and agent
 * @param sessionEnded true if it has not ended, and its user has ended that session: it is not released or tried again by anybody
 * @param parameters JSON text; null if it was erased
 * @param summary the action in words; null if it was erased
 * @param result JSON text
 * @param cached true if the result came from the response cache
 * @param fallback true if the result is a fail-safe answer
 * @param attempt the latest hand-off; 0 before the first
 * @param retry how far it has come with its attempts, once it was handed over
 * @param executions its attempts, the latest last
 */
public record IntentView(
        String id,
        long version,
        String state,
        String action,
        @Nullable String session,
        boolean sessionEnded,
        @Nullable String parameters,
        @Nullable String summary,
        List<StatedReason> reasons,
        @Nullable String result,
        @Nullable Failure error,
        @Nullable UsedTokens usage,
        boolean cached,
        boolean fallback,
        int attempt,
        @Nullable AttemptProgress retry,
        @Nullable String parent,
        Instant submittedAt,
        Instant updatedAt,
        List<Milestone> timeline,
        List<Execution> executions) {

    /**
     * One change in its life.
     *
     * @param attempt the latest hand-off by then, if that is known
     * @param retry how far it had come with its attempts
     */
    public record Milestone(
            long version,
            String state,
            Instant at,
            List<StatedReason> reasons,
            @Nullable Integer attempt,
            @Nullable AttemptProgress retry) {}

    public IntentView {
        reasons = List.copyOf(reasons);
        timeline = List.copyOf(timeline);
        executions = List.copyOf(executions);
    }

    /** Joins the facts with whatever words there still are, by the contents' hashes. */
    static IntentView of(IntentFacts facts, Map<String, IntentText> texts, boolean sessionEnded) {
        var text = facts.text() == null ? null : texts.get(facts.text());
        var timeline = facts.timeline().stream()
                .map(step -> milestone(step, step.text() == null ? null : texts.get(step.text())))
                .toList();
        return new IntentView(
                facts.id(),
                facts.version(),
                facts.state(),
                facts.action(),
                facts.session(),
                sessionEnded,
                text == null ? null : text.parameters(),
                text == null ? null : text.summary(),
                text == null ? timeline.getLast().reasons() : text.reasons(),
                text == null ? null : text.result(),
                text == null ? null : text.error(),
                facts.usage(),
                facts.cached(),
                facts.fallback(),
                facts.attempt(),
                facts.retry(),
                facts.parent(),
                facts.submittedAt(),
                facts.updatedAt(),
                timeline,
                facts.executions());
    }

    /** False while the words are on their way, or were erased. */
    boolean isWorded() {
        return parameters != null;
    }

    private static Milestone milestone(Step step, @Nullable IntentText text) {
        var words = new ArrayList<>(text == null ? List.<StatedReason>of() : text.reasons());
        return new Milestone(
                step.version(),
                step.state(),
                step.at(),
                step.reasons().stream().map(ground -> inWords(ground, words)).toList(),
                step.attempt(),
                step.retry());
    }

    private static StatedReason inWords(Ground ground, List<StatedReason> words) {
        for (var reason : words) {
            if (reason.speaksOf(ground)) {
                words.remove(reason);
                return reason;
            }
        }
        return new StatedReason(ground.code(), ground.rule(), "");
    }
}
