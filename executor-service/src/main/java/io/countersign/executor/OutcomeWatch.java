package io.countersign.executor;

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
        var failure = ending.failure();
        var code = failure == null ? "" : failure.code();
        var tags = Tags.of("action", action.action(), "status", ending.kind().name());
        meters.counter("countersign.outcomes", tags.and("code", code)).increment();
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
                code.isEmpty() ? "-" : code,
                call.toMillis(),
                trace(action.traceparent()));
    }

    @Override
    public void probed(ProbedAction action, Ending answer) {
        var failure = answer.failure();
        var code = failure == null ? "" : failure.code();
        meters.counter(
                        "countersign.probes",
                        "action",
                        action.action(),
                        "status",
                        answer.kind().name(),
                        "code",
                        code)
                .increment();
        LOG.infof(
                "Probe. intent=%s attempt=%d action=%s status=%s code=%s trace=%s",
                action.id(),
                action.attempt(),
                action.action(),
                answer.kind(),
                code.isEmpty() ? "-" : code,
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

    private AtomicInteger inFlight(ApprovedAction action) {
        return inFlight.computeIfAbsent(
                action.action(),
                name -> meters.gauge("countersign.calls.in.flight", Tags.of("action", name), new AtomicInteger()));
    }

    /** The second field of a W3C traceparent. */
    private static String trace(@Nullable String parent) {
        if (parent == null) {
            return "-";
        }
        var fields = parent.split("-", -1);
        return fields.length == 4 ? fields[1] : "-";
    }
}
