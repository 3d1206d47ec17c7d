package io.countersign.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.protocol.Ending;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.Result;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class OutcomeWatchTest {

    private static final ProbedAction PROBED = new ProbedAction(
            "0190f5fe-7c00-7a00-8000-000000000001", "acme", "ana", "orders.refund", 3, "the-key", null);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void answers_of_probes_are_counted_by_what_they_say() {
        var watch = new OutcomeWatch(meters);

        watch.probed(PROBED, Ending.of(Result.succeeded("{}")));
        watch.probed(PROBED, Ending.of(Result.unknown("PROBE_FAILED", "silence")));
        watch.probed(PROBED, Ending.of(Result.unknown("PROBE_FAILED", "silence")));

        assertThat(probes("SUCCEEDED", "")).isEqualTo(1);
        assertThat(probes("UNKNOWN", "PROBE_FAILED")).isEqualTo(2);
    }

    private double probes(String status, String code) {
        return meters.get("countersign.probes")
                .tags("action", "orders.refund", "status", status, "code", code)
                .counter()
                .count();
    }
}
