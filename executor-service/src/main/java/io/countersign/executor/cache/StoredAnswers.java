package io.countersign.executor.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;

/** The answers that this process has at hand, within a bound of memory: which it drops it decides by their use. */
final class StoredAnswers {

    private final Cache<String, StoredAnswer> answers;

    /** An empty store of about so many bytes. */
    StoredAnswers(long bytes) {
        answers = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((String key, StoredAnswer answer) -> answer.weight())
                .build();
    }

    Optional<StoredAnswer> get(String key) {
        return Optional.ofNullable(answers.getIfPresent(key));
    }

    void put(String key, StoredAnswer answer) {
        answers.put(key, answer);
    }

    void remove(String key) {
        answers.invalidate(key);
    }

    /** How many there are, about. */
    long size() {
        return answers.estimatedSize();
    }
}
