package io.countersign.executor.connector.llm;

import io.countersign.executor.connector.llm.Reply.NoAnswer;
import io.countersign.executor.connector.llm.Reply.Reason;
import io.countersign.protocol.Failure;
import io.countersign.protocol.Result;
import io.countersign.protocol.TokenUse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Why no model answered, taken together.
 *
 * @param byModel in the order in which they were asked; the last one decides if it forbade to ask others
 */
record Failures(Map<String, NoAnswer> byModel) {

    private static final Set<Reason> PASSING = Set.of(Reason.UNSENT, Reason.REFUSED, Reason.UNDECIDED, Reason.TORN);
    private static final Set<Reason> UNSENT = Set.of(Reason.UNSENT, Reason.UNROUTED);

    /** What the attempt comes to. */
    Result result(boolean idempotent) {
        var last = byModel.values().stream().reduce((one, other) -> other).orElseThrow();
        var failure = failure(last);
        var isUnknown = last.reason() == Reason.UNDECIDED || last.reason() == Reason.TORN;
        if (isUnknown && !idempotent) {
            return new Result.Unknown(failure, last.use());
        }
        if (last.reason() == Reason.BAD_REQUEST || byModel.values().stream().noneMatch(Failures::mayPass)) {
            return new Result.Failed(failure, use(last));
        }
        boolean nothingSent = byModel.values().stream().allMatch(none -> UNSENT.contains(none.reason()));
        return new Result.FailedRetryable(failure, retryAfter().orElse(null), use(last), nothingSent);
    }

    private static boolean mayPass(NoAnswer none) {
        return PASSING.contains(none.reason());
    }

    private Failure failure(NoAnswer last) {
        if (byModel.size() == 1) {
            return last.failure();
        }
        var each = byModel.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue().failure().code() + ", "
                        + entry.getValue().failure().message())
                .collect(Collectors.joining("; "));
        return new Failure(last.reason() == Reason.TORN ? last.failure().code() : "NO_MODEL_ANSWERED", each);
    }

    /** What came of the last one, or that nobody can tell what one of them consumed: then the whole hold is settled. */
    private @Nullable TokenUse use(NoAnswer last) {
        return last.reason() != Reason.TORN && byModel.values().stream().anyMatch(none -> none.use() == null)
                ? null
                : last.use();
    }

    /** The first model to be there again is enough: the shortest time, if all of them named one. */
    private Optional<Duration> retryAfter() {
        var passing = byModel.values().stream().filter(Failures::mayPass).toList();
        return passing.stream().allMatch(none -> none.retryAfter().isPresent())
                ? passing.stream().flatMap(none -> none.retryAfter().stream()).min(Duration::compareTo)
                : Optional.empty();
    }
}
