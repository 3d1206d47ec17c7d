package io.countersign.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.protocol.Ending;
import io.countersign.protocol.ProbedAction;
import io.countersign.protocol.Result;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource({
        "PROBE_FAILED,PROBE_FAILED",
        "CANCELLED,CANCELLED",
        "HTTP_429,HTTP_429",
        "HTTP_999,OTHER",
        "SQL_READ_ONLY,SQL_READ_ONLY",
        "SQL_23505,SQL_23",
        "SQL_23505_A1,OTHER",
        "ORDER_A1_IS_CLOSED,OTHER"
    })
    void a_code_that_a_backend_makes_up_makes_no_meter(String code, String tag) {
        var watch = new OutcomeWatch(meters);
        var failed = Ending.of(Result.failed(code, "no"));

        watch.ended(Asking.toList().action(), failed, Duration.ZERO);
        watch.probed(PROBED, failed);

        assertThat(meters.get("countersign.outcomes")
                        .tags("action", "orders.list", "status", "FAILED", "code", tag)
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(probes("FAILED", tag)).isEqualTo(1);
    }

    private double probes(String status, String code) {
        return meters.get("countersign.probes")
                .tags("action", "orders.refund", "status", status, "code", code)
                .counter()
                .count();
    }
}
