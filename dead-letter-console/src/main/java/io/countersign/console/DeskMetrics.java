package io.countersign.console;

import io.countersign.console.desk.Category;
import io.countersign.console.desk.Decision;
import io.countersign.console.desk.Reviewer;
import io.countersign.console.desk.Verdict;
import io.countersign.console.projection.DatabaseAwayException;
import io.countersign.console.projection.LetterCounts;
import io.countersign.console.projection.LetterCounts.Standing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the desk measures: open letters by category, the age of the oldest held one, how long commands take. */
@ApplicationScoped
public class DeskMetrics {
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** Sees everything and is nobody. */
    private static final Reviewer METER = new Reviewer("", "", null, true, Set.of(Reviewer.AUDITOR, Reviewer.OPERATOR));

    private final MeterRegistry registry;
    private final LetterCounts counts;
    private volatile Reading reading = new Reading(Instant.EPOCH, List.of(), 0);

    DeskMetrics(MeterRegistry registry, LetterCounts counts) {
        this.registry = registry;
        this.counts = counts;
    }

    private record Reading(Instant at, List<Standing> standings, double oldestHeldSeconds) {}

    void register(@Observes StartupEvent started) {
        for (var category : Category.values()) {
            Gauge.builder("countersign.desk.letters", this, self -> self.open(category))
                    .description("Open letters")
                    .tag("category", category.name())
                    .register(registry);
        }
        Gauge.builder("countersign.desk.oldest.held", this, self -> self.read().oldestHeldSeconds())
                .description("Age of the letter that has been held the longest")
                .baseUnit("seconds")
                .register(registry);
    }

    /** One command and its verdict. */
    public void commanded(Decision decision, Verdict verdict, Duration took) {
        var name = verdict instanceof Verdict.Refused refused
                ? refused.code()
                : verdict.getClass().getSimpleName().toUpperCase(Locale.ROOT);
        registry.timer("countersign.desk.commands", "decision", decision.name(), "verdict", name)
                .record(took);
    }

    private double open(Category category) {
        return read().standings().stream()
                .filter(standing -> !standing.closed() && standing.category().equals(category.name()))
                .mapToLong(Standing::count)
                .sum();
    }

    private Reading read() {
        var now = Instant.now();
        if (reading.at().plus(FRESH).isBefore(now)) {
            try {
                var oldest = counts.oldestHeld(METER)
                        .map(at -> Duration.between(at, now).toMillis() / 1000.0)
                        .orElse(0.0);
                reading = new Reading(now, counts.standings(METER), oldest);
            } catch (DatabaseAwayException e) {
                reading = new Reading(now, List.of(), Double.NaN);
            }
        }
        return reading;
    }
}
