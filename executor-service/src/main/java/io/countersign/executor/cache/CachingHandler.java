package io.countersign.executor.cache;

import io.countersign.protocol.ActionHandler;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Attempt;
import io.countersign.protocol.Permit;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.Result;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Asks the cache first, and the handler if it has no answer. */
public final class CachingHandler implements ActionHandler {

    private static final Logger LOG = Logger.getLogger(CachingHandler.class);

    private final AnswerCache cache;
    private final ActionHandler handler;
    private final MeterRegistry meters;

    /** By the delivery itself, as the same request can be here twice; each until its permit is given back. */
    private final Map<ApprovedAction, Result> admitted = Collections.synchronizedMap(new IdentityHashMap<>());

    public CachingHandler(AnswerCache cache, ActionHandler handler, MeterRegistry meters) {
        this.cache = cache;
        this.handler = handler;
        this.meters = meters;
    }

    @Override
    public Result run(ApprovedAction action, Attempt attempt) throws Exception {
        var key = CacheKey.of(action);
        return key.isPresent() ? run(key.get(), action, attempt) : handler.run(action, attempt);
    }

    private Result run(String key, ApprovedAction action, Attempt attempt) throws Exception {
        var known = Optional.ofNullable(admitted.get(action)).or(() -> cache.answer(key, action));
        count(action, known.isPresent() ? "hit" : "miss");
        if (known.isPresent()) {
            return known.get();
        }
        var result = handler.run(action, attempt);
        keep(key, action, result);
        return result;
    }

    /** The call is made: whatever is wrong with the cache, its result counts. */
    private void keep(String key, ApprovedAction action, Result result) {
        try {
            cache.keep(key, action, result);
        } catch (RuntimeException defect) {
            LOG.errorf(defect, "A defect in the cache: an answer is not kept. action=%s", action.action());
        }
    }

    /**
     * An answer that is at hand needs no backend: it is given also while the backend is down. It is the attempt's from here
     * on, or one that is dropped meanwhile would become a call without leave.
     */
    @Override
    public Permit admit(ApprovedAction action) throws InterruptedException {
        var known = CacheKey.of(action).flatMap(key -> cache.answer(key, action));
        if (known.isEmpty()) {
            return handler.admit(action);
        }
        admitted.put(action, known.get());
        return () -> admitted.remove(action);
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
