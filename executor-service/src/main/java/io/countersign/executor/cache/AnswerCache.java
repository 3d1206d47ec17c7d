package io.countersign.executor.cache;

import io.countersign.contract.Limits;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Result;
import io.countersign.protocol.Result.Source;
import io.countersign.protocol.TokenUse;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Gives answers again where policy allows it: what has no {@link CacheKey} is neither looked up nor kept. Only what the asked-for call said is kept, never what stood in for it.
 */
public final class AnswerCache {

    private final StoredAnswers answers;
    private final BiConsumer<String, StoredAnswer> sharing;
    private final Clock clock;

    /** A cache over these answers that passes on what it keeps, by its key. */
    AnswerCache(StoredAnswers answers, BiConsumer<String, StoredAnswer> sharing, Clock clock) {
        this.answers = answers;
        this.sharing = sharing;
        this.clock = clock;
    }

    /** The answer that was given before to the action, whose key this is; it costs nothing now. */
    Optional<Result> answer(String key, ApprovedAction action) {
        return answers.get(key)
                .filter(stored -> stored.answers(action, clock.instant()))
                .map(stored -> new Result.Succeeded(stored.result(), TokenUse.NONE, Source.CACHED));
    }

    /** Keeps what the call of the action said, whose key this is, if it may be kept. */
    void keep(String key, ApprovedAction action, Result result) {
        if (result instanceof Result.Succeeded(var text, var use, var source)
                && source == Source.CALLED
                && text != null
                && !Limits.exceeds(text, Limits.RESULT_BYTES)) {
            var answer = StoredAnswer.of(action, text, clock.instant());
            answers.put(key, answer);
            sharing.accept(key, answer);
        }
    }
}
