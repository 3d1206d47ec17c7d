package io.countersign.policystream.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.countersign.policystream.view.AttemptProgress;
import io.countersign.policystream.view.Execution;
import io.countersign.policystream.view.Failure;
import io.countersign.policystream.view.IntentView;
import io.countersign.policystream.view.StatedReason;
import io.countersign.policystream.view.UsedTokens;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An intent in an answer. Parameters and result are JSON values, in the very text that was decided on: a number is
 * written as it was digested. {@code sessionEnded}, {@code cached} and {@code fallback} are there only where they are true.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record IntentJson(
        String id,
        String state,
        String action,
        @Nullable String session,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean sessionEnded,
        @JsonRawValue @Nullable String parameters,
        @Nullable String summary,
        List<ReasonJson> reasons,
        @JsonRawValue @Nullable String result,
        @Nullable Failure error,
        @Nullable UsedTokens usage,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean cached,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean fallback,
        int attempt,
        @Nullable AttemptProgress retry,
        @Nullable String parent,
        Instant submittedAt,
        Instant updatedAt,
        List<StepJson> timeline,
        @Nullable List<Execution> executions) {

    /** A reason in an answer. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReasonJson(String code, @Nullable String rule, String message) {

        static List<ReasonJson> of(List<StatedReason> reasons) {
            return reasons.stream()
                    .map(reason -> new ReasonJson(reason.code(), reason.rule(), reason.message()))
                    .toList();
        }
    }

    /** One change in an intent's life, with how far it had come with its attempts by then. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StepJson(
            long version,
            String state,
            Instant at,
            List<ReasonJson> reasons,
            @Nullable Integer attempt,
            @Nullable AttemptProgress retry) {

        static StepJson of(IntentView.Milestone step) {
            return new StepJson(
                    step.version(),
                    step.state(),
                    step.at(),
                    ReasonJson.of(step.reasons()),
                    step.attempt(),
                    step.retry());
        }
    }

    /** As its owner is shown it. */
    static IntentJson of(IntentView intent) {
        return of(intent, null);
    }

    /** With what tells its pieces from others, for doors that show them. */
    static IntentJson withExecutions(IntentView intent) {
        return of(intent, intent.executions());
    }

    private static IntentJson of(IntentView intent, @Nullable List<Execution> executions) {
        return new IntentJson(
                intent.id(),
                intent.state(),
                intent.action(),
                intent.session(),
                intent.sessionEnded(),
                intent.parameters(),
                intent.summary(),
                ReasonJson.of(intent.reasons()),
                intent.result(),
                intent.error(),
                intent.usage(),
                intent.cached(),
                intent.fallback(),
                intent.attempt(),
                intent.retry(),
                intent.parent(),
                intent.submittedAt(),
                intent.updatedAt(),
                intent.timeline().stream().map(StepJson::of).toList(),
                executions);
    }
}
