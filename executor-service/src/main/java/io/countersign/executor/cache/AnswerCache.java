package io.countersign.executor.cache;

import io.countersign.contract.Limits;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Result;
import io.countersign.protocol.Result.Source;
import io.countersign.protocol.TokenUse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Gives answers again where policy allows it. An approval without a scope, and a private one, is neither looked up nor kept;
 * only what the asked-for call said is kept, never what stood in for it.
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

    /** True if an answer to such a request could be kept at all. */
    public static boolean isFor(ApprovedAction action) {
        return CacheKey.of(action).isPresent();
    }

    /** The answer that was given before, which costs nothing now. */
    public Optional<Result> answer(ApprovedAction action) {
        return CacheKey.of(action)
                .flatMap(answers::get)
                .filter(stored -> stored.answers(action, clock.instant()))
                .map(stored -> new Result.Succeeded(stored.result(), TokenUse.NONE, Source.CACHED));
    }

    /** Keeps what the call said, if it may be kept. */
    public void keep(ApprovedAction action, Result result) {
        if (result instanceof Result.Succeeded(var text, var use, var source)
                && source == Source.CALLED
                && text != null
                && text.getBytes(StandardCharsets.UTF_8).length <= Limits.RESULT_BYTES) {
            CacheKey.of(action).ifPresent(key -> {
                var answer = StoredAnswer.of(action, text, clock.instant());
                answers.put(key, answer);
                sharing.accept(key, answer);
            });
        }
    }
}
