package io.countersign.executor.cache;

import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Result;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** Asks the cache first, and the handler if it has no answer. */
public final class CachingHandler implements ActionHandler {

    private final AnswerCache cache;
    private final ActionHandler handler;
    private final MeterRegistry meters;

    public CachingHandler(AnswerCache cache, ActionHandler handler, MeterRegistry meters) {
        this.cache = cache;
        this.handler = handler;
        this.meters = meters;
    }

    @Override
    public Result run(ApprovedAction action, Attempt attempt) throws Exception {
        if (!AnswerCache.isFor(action)) {
            return handler.run(action, attempt);
        }
        var known = cache.answer(action);
        count(action, known.isPresent() ? "hit" : "miss");
        if (known.isPresent()) {
            return known.get();
        }
        var result = handler.run(action, attempt);
        cache.keep(action, result);
        return result;
    }

    private void count(ApprovedAction action, String what) {
        meters.counter("countersign.cache", Tags.of("action", action.action(), "answer", what))
                .increment();
    }
}
