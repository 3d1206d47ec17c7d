package io.countersign.executor.cache;

import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Permit;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.Result;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Asks the cache first, and the handler if it has no answer. */
public final class CachingHandler implements ActionHandler {

    private static final Logger LOG = Logger.getLogger(CachingHandler.class);

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
        keep(action, result);
        return result;
    }

    /** The call is made: whatever is wrong with the cache, its result counts. */
    private void keep(ApprovedAction action, Result result) {
        try {
            cache.keep(action, result);
        } catch (RuntimeException defect) {
            LOG.errorf(defect, "A defect in the cache: an answer is not kept. action=%s", action.action());
        }
    }

    /** An answer that is at hand needs no backend: it is given also while the backend is down. */
    @Override
    public Permit admit(ApprovedAction action) throws InterruptedException {
        return cache.answer(action).isPresent() ? Permit.FREE : handler.admit(action);
    }

    @Override
    public Optional<Result> probe(ProbedAction action) throws Exception {
        return handler.probe(action);
    }

    private void count(ApprovedAction action, String what) {
        meters.counter("countersign.cache", Tags.of("action", action.action(), "answer", what))
                .increment();
    }
}
