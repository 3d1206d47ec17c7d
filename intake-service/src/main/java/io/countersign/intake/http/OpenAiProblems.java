package io.countersign.intake.http;

import io.countersign.contract.Code;
import io.countersign.door.ForeignProblems;
import io.countersign.door.Problem;
import io.countersign.door.Problems;
import io.countersign.intake.openai.ErrorBody;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/**
 * Problems in OpenAI's shape, at all of OpenAI's paths: its clients read no other, also where what they ask for is not to be
 * had. {@code x-should-retry} tells them what makes sense: to repeat a recorded decision never does, except over budget if
 * the window opens within a minute.
 */
@Singleton
final class OpenAiProblems implements ForeignProblems {
    private static final String VERSION = "/v1/";
    private static final long A_MINUTE = 60;

    /** What the paths of OpenAI's API begin with; none of them begins one of ours. */
    private static final Set<String> FAMILIES = Set.of(
            "assistants",
            "audio",
            "batches",
            "chat",
            "completions",
            "embeddings",
            "files",
            "fine_tuning",
            "images",
            "models",
            "moderations",
            "responses",
            "threads",
            "uploads",
            "vector_stores");

    private static final String WHAT_THERE_IS =
            "there is nothing at this path: of OpenAI's API there are POST /v1/chat/completions, GET /v1/models and GET"
                    + " /v1/models/{model}";

    /** Nothing was recorded, or nobody can tell: a repeat makes sense. */
    private static final Set<String> PASSING =
            Set.of(Code.RATE_LIMITED.name(), Code.BROKER_AWAY.name(), Code.NO_POLICY.name(), Code.GOING_AWAY.name());

    @Override
    public boolean speaksAt(String path) {
        if (!path.startsWith(VERSION)) {
            return false;
        }
        int end = path.indexOf('/', VERSION.length());
        return FAMILIES.contains(path.substring(VERSION.length(), end < 0 ? path.length() : end));
    }

    @Override
    public Map<String, Object> body(Problem problem) {
        var message = problem.equals(Problems.NOTHING_THERE) ? WHAT_THERE_IS : problem.detail();
        return ErrorBody.of(problem.status(), problem.code(), message, problem.members());
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
