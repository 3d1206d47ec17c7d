package io.countersign.executor;

import io.countersign.contract.Traceparent;
import io.countersign.protocol.ActionListener;
import io.countersign.protocol.ApprovedAction;
import io.countersign.protocol.Ending;
import io.countersign.protocol.ProbedAction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of attempts, and writes one line for each. */
@Singleton
final class OutcomeWatch implements ActionListener {

    private static final Logger LOG = Logger.getLogger(OutcomeWatch.class);

    private final MeterRegistry meters;
    private final ConcurrentMap<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();

    OutcomeWatch(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void began(ApprovedAction action) {
        meters.counter("countersign.attempts", "action", action.action()).increment();
        inFlight(action).incrementAndGet();
    }

    @Override
    public void ended(ApprovedAction action, Ending ending, Duration call) {
        var tags = Tags.of("action", action.action(), "status", ending.kind().name());
        count("countersign.outcomes", tags, ending);
        if (!call.isZero()) {
            meters.timer("countersign.call", tags).record(call);
            inFlight(action).decrementAndGet();
        }
        LOG.infof(
                "Outcome. intent=%s attempt=%d action=%s status=%s code=%s call=%dms trace=%s",
                action.id(),
                action.attempt(),
                action.action(),
                ending.kind(),
                code(ending),
                call.toMillis(),
                trace(action.traceparent()));
    }

    @Override
    public void probed(ProbedAction action, Ending answer) {
        count(
                "countersign.probes",
                Tags.of("action", action.action(), "status", answer.kind().name()),
                answer);
        LOG.infof(
                "Probe. intent=%s attempt=%d action=%s status=%s code=%s trace=%s",
                action.id(),
                action.attempt(),
                action.action(),
                answer.kind(),
                code(answer),
                trace(action.traceparent()));
    }

    @Override
    public void leftAlone(ApprovedAction action, String group) {
        meters.counter("countersign.left.alone", "action", action.action(), "group", group)
                .increment();
    }

    @Override
    public void refused(String topic, String code) {
        meters.counter("countersign.letters", "topic", topic, "code", code).increment();
    }

    private void count(String meter, Tags tags, Ending ending) {
        var failure = ending.failure();
        meters.counter(meter, tags.and("code", failure == null ? "" : CodeTag.of(failure.code())))
                .increment();
    }

    /** In full, whoever chose it. */
    private static String code(Ending ending) {
        var failure = ending.failure();
        return failure == null ? "-" : failure.code();
    }

    private AtomicInteger inFlight(ApprovedAction action) {
        return inFlight.computeIfAbsent(
                action.action(),
                name -> meters.gauge("countersign.calls.in.flight", Tags.of("action", name), new AtomicInteger()));
    }

    private static String trace(@Nullable String parent) {
        return Traceparent.read(parent).map(Traceparent::traceId).orElse("-");
    }
}
