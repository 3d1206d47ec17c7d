package io.countersign.policystream.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.budget.Threshold;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of a limit of 100 tokens a day. */
class ThresholdsTest {
    private static final Requests ANA = Requests.of("acme/ana").costing(10);

    private final Shell shell = new Shell(HousePolicy.allowingAll().limitingTokens(100, Duration.ofDays(1)));

    @Test
    void an_outcome_tells_the_levels_that_it_reaches_behind_its_event() {
        var intent = shell.submit(ANA.costing(80)).begun().using(ReportStatus.SUCCEEDED, 80);

        assertThat(percents(intent)).containsExactly(50, 80);
        assertThat(intent.latest().consequences().getFirst()).isInstanceOf(Consequence.Recorded.class);
        assertThat(intent.latest().consequences().get(1)).isInstanceOf(Consequence.Reached.class);
        assertThat(intent.recorded().orElseThrow().movements())
                .singleElement()
                .satisfies(movement -> assertThat(movement.after().told()).isEqualTo(80));
    }

    @Test
    void late_truth_tells_them_of_the_window_that_it_belongs_to() {
        var intent = shell.submit(ANA).begun();
        shell.after(Duration.ofDays(1));

        intent.using(ReportStatus.SUCCEEDED, 50);

        assertThat(intent.consequences(Consequence.Reached.class))
                .singleElement()
                .satisfies(reached -> {
                    assertThat(reached.threshold().percent()).isEqualTo(50);
                    assertThat(reached.threshold().window().closes()).isBeforeOrEqualTo(shell.now());
                });
    }

    @Test
    void each_is_told_once() {
        shell.submit(ANA).begun().using(ReportStatus.SUCCEEDED, 50);

        var intent = shell.submit(ANA.named("2")).begun().using(ReportStatus.SUCCEEDED, 5);

        assertThat(percents(intent)).isEmpty();
    }

    private static List<Integer> percents(Story intent) {
        return intent.consequences(Consequence.Reached.class).stream()
                .map(Consequence.Reached::threshold)
                .map(Threshold::percent)
                .toList();
    }
}
