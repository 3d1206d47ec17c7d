package io.countersign.intake.http;

import io.countersign.contract.Code;
import io.countersign.door.ForeignProblems;
import io.countersign.door.Problem;
import io.countersign.intake.openai.ErrorBody;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/**
 * Problems in OpenAI's shape, at OpenAI's paths. {@code x-should-retry} tells its clients what makes sense: to repeat a
 * recorded decision never does, except over budget if the window opens within a minute.
 */
@Singleton
final class OpenAiProblems implements ForeignProblems {
    private static final String CHAT = "/v1/chat/";
    private static final String MODELS = "/v1/models";
    private static final long A_MINUTE = 60;

    /** Nothing was recorded, or nobody can tell: a repeat makes sense. */
    private static final Set<String> PASSING =
            Set.of(Code.RATE_LIMITED.name(), Code.BROKER_AWAY.name(), Code.NO_POLICY.name(), Code.GOING_AWAY.name());

    @Override
    public boolean speaksAt(String path) {
        return path.startsWith(CHAT) || path.equals(MODELS) || path.startsWith(MODELS + "/");
    }

    @Override
    public Map<String, Object> body(Problem problem) {
        return ErrorBody.of(problem.status(), problem.code(), problem.detail(), problem.members());
    }

    @Override
    public Map<String, String> headers(Problem problem) {
        return Map.of("x-should-retry", String.valueOf(PASSING.contains(problem.code()) || opensSoon(problem)));
    }

    private static boolean opensSoon(Problem problem) {
        var after = problem.headers().get("Retry-After");
        return problem.code().equals(Code.OVER_BUDGET.name()) && after != null && Long.parseLong(after) <= A_MINUTE;
    }
}
