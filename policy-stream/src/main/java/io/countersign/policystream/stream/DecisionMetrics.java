package io.countersign.policystream.stream;

import io.countersign.contract.Code;
import io.countersign.contract.Limits;
import io.countersign.contract.Traceparent;
import io.countersign.policystream.budget.Closing;
import io.countersign.policystream.budget.Hindsight;
import io.countersign.policystream.budget.Shortage;
import io.countersign.policystream.budget.Threshold;
import io.countersign.policystream.lifecycle.Consequence;
import io.countersign.policystream.policy.Fact;
import io.countersign.policystream.policy.Reason;
import io.countersign.v1.IntentEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts decisions by verdict and code, and what budgets hold and settle; writes one line for each decision and each
 * outcome. Names of meters are public API.
 */
public final class DecisionMetrics implements DecisionLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.countersign.decisions");

    private static final String NO_CODE = "NONE";

    private static final Set<String> OWN_CODES = Stream.<Enum<?>>concat(
                    Arrays.stream(Code.values()), Arrays.stream(Fact.values()))
            .map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());

    private final MeterRegistry meters;
    private final Hindsight hindsight = new Hindsight();

    // To ask the registry for a meter takes longer than to count.
    private final Map<Decided, Counter> decisions = new ConcurrentHashMap<>();
    private final Map<Left, Timer> ages = new ConcurrentHashMap<>();
    private final Map<Amount, Counter> amounts = new ConcurrentHashMap<>();

    public DecisionMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    private record Decided(String action, String from, String to, String code) {}

    private record Left(String state, String action) {}

    private record Amount(String meter, String budget) {}

    private Counter counter(Decided change) {
        return meters.counter(
                "countersign.decisions",
                "action",
                change.action(),
                "from",
                change.from(),
                "to",
                change.to(),
                "code",
                change.code());
    }

    @Override
    public void decided(IntentEvent event, Consequence.Recorded change, Instant now) {
        var request = change.state().dossier().request();
        var code = code(change.reasons());
        var label = bounded(code);
        var action = catalogued(request.action(), label);
        var from = Objects.requireNonNullElse(event.getFrom(), "SUBMITTED");
        decisions
                .computeIfAbsent(new Decided(action, from, event.getTo(), label), this::counter)
                .increment();
        age(change, action, now);
        ledger(change);
        LOG.info(
                "decided intent={} owner={} action={} from={} to={} code={} attempt={} actor={} policy={} trace={}",
                LogText.word(request.id()),
                LogText.word(event.getOwner()),
                LogText.word(request.action()),
                event.getFrom(),
                event.getTo(),
                LogText.word(code),
                event.getAttempt(),
                LogText.word(event.getActor()),
                event.getPolicyVersion(),
                traceId(request.traceparent()));
    }

    @Override
    public void reached(String owner, Threshold threshold) {
        var percent = Integer.toString(threshold.percent());
        meters.counter("countersign.budget.thresholds", "budget", threshold.budget(), "percent", percent)
                .increment();
        LOG.info(
                "threshold budget={} owner={} percent={} settled={} limit={} window={}",
                threshold.budget(),
                LogText.word(owner),
                percent,
                threshold.balance().settled(),
                threshold.balance().limit(),
                threshold.window().spanText());
    }

    @Override
    public void refused(String owner, List<Shortage> shortages, Instant now) {
        count("countersign.budget.refused", shortages.getFirst().claim().budget(), 1);
        hindsight.refused(owner, shortages, now);
    }

    /** What never began returns everything, and says nothing of how close a hold was to what is used. */
    @Override
    public void closed(String owner, Closing closing) {
        var hold = closing.hold();
        if (closing.began()) {
            count("countersign.budget.closed.held", hold.budget(), hold.amount());
            count("countersign.budget.closed.used", hold.budget(), hold.settled());
        }
        hindsight.closed(owner, closing).forEach(budget -> count("countersign.budget.refused.needlessly", budget, 1));
    }

    @Override
    public void unreadable(String topic, int partition, long offset, String code) {
        meters.counter("countersign.unreadable", "topic", topic, "code", code).increment();
        LOG.warn("unreadable topic={} partition={} offset={} code={}", topic, partition, offset, code);
    }

    @Override
    public void defect(String owner, String intentId, RuntimeException defect) {
        meters.counter("countersign.defects").increment();
        LOG.error(
                "a decision failed, the record became a letter: intent={} owner={}",
                LogText.word(intentId),
                LogText.word(owner),
                defect);
    }

    /**
     * How long an intent was in the state that it leaves, in broker time. {@code SUBMITTED} is left at the first
     * decision: that age begins at its door, whose clock is another one, and only what can be true of it is counted.
     */
    private void age(Consequence.Recorded change, String action, Instant now) {
        var began = change.began();
        if (began != null && !change.state().name().equals(change.from())) {
            age(Objects.requireNonNull(change.from()), action, Duration.between(began, now));
        }
        var request = change.state().dossier().request();
        if (began == null && request.parent() == null) {
            var waited = Duration.between(request.submittedAt(), now);
            if (!waited.isNegative() && waited.compareTo(Limits.REMEMBERED) <= 0) {
                age("SUBMITTED", action, waited);
            }
        }
    }

    private void age(String left, String action, Duration age) {
        ages.computeIfAbsent(
                        new Left(left, action),
                        each -> meters.timer("countersign.age", "left", each.state(), "action", each.action()))
                .record(age);
    }

    private void ledger(Consequence.Recorded change) {
        for (var movement : change.movements()) {
            long overrun = movement.after().overrun() - movement.before().overrun();
            count(
                    "countersign.budget.settled",
                    movement.budget(),
                    movement.after().settled() - movement.before().settled());
            count(
                    "countersign.budget.held",
                    movement.budget(),
                    movement.after().held() - movement.before().held());
            count("countersign.budget.overrun", movement.budget(), overrun);
            if (overrun > 0) {
                LOG.error(
                        "overrun budget={} window={} amount={}",
                        movement.budget(),
                        movement.window().text(),
                        overrun);
            }
        }
    }

    private void count(String name, String budget, long amount) {
        if (amount > 0) {
            amounts.computeIfAbsent(
                            new Amount(name, budget), each -> meters.counter(each.meter(), "budget", each.budget()))
                    .increment(amount);
        }
    }

    /** Agents may ask for anything: names outside the catalogue must not become meters. */
    private static String catalogued(String action, String label) {
        return label.equals(Code.UNKNOWN_ACTION.name()) ? "unknown" : action;
    }

    /** What decided stands last. */
    private static String code(List<Reason> reasons) {
        return reasons.isEmpty() ? NO_CODE : reasons.getLast().code();
    }

    /** Executors may call a failure whatever they like, also after their backends: their names must not become meters. */
    private static String bounded(String code) {
        return code.equals(NO_CODE) || OWN_CODES.contains(code) ? code : Code.EXECUTION_FAILED.name();
    }

    private static @Nullable String traceId(@Nullable String traceparent) {
        return Traceparent.read(traceparent).map(Traceparent::traceId).orElse(null);
    }
}
