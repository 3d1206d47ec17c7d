package io.countersign.policystream.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreezesTest {

    private static final Requests ANA = Requests.of("acme/ana");

    private final Shell shell = new Shell(HousePolicy.allowingAll());

    @ParameterizedTest
    @CsvSource({
        "all,true",
        "tenant/acme,true",
        "tenant/other,false",
        "action/orders.read,true",
        "action/orders.*,true",
        "action/orders.refund,false",
    })
    void a_freeze_covers_what_its_scope_names(String scope, boolean covered) {
        shell.frozenBy(new Freeze(scope, null));

        var intent = shell.submit(ANA);

        assertThat(intent.name()).isEqualTo(covered ? "REJECTED" : "APPROVED");
    }

    @Test
    void a_freeze_that_ends_by_itself_ends_in_broker_time() {
        var until = Shell.OPENING.plusSeconds(60);
        shell.frozenBy(new Freeze("all", until));

        var during = shell.at(until.minusMillis(1)).submit(ANA.named("1"));
        var after = shell.at(until).submit(ANA.named("2"));

        assertThat(during.name()).isEqualTo("REJECTED");
        assertThat(after.name()).isEqualTo("APPROVED");
    }

    @Test
    void a_freeze_that_wants_it_stops_running_calls_and_changes_no_state() {
        var approved = shell.submit(ANA.named("1"));
        var running = shell.submit(ANA.named("2")).begun();
        var before = running.state();

        approved.given(new Input.Halted());
        running.given(new Input.Halted());

        assertThat(approved.instructions()).containsExactly(Consequence.Instruction.CANCEL);
        assertThat(running.instructions()).containsExactly(Consequence.Instruction.CANCEL);
        assertThat(running.state()).isSameAs(before);
    }

    @Test
    void what_a_freeze_stopped_goes_on_when_it_ends() {
        var intent = shell.submit(ANA).begun();
        shell.frozenBy(new Freeze("all", null));
        intent.given(new Input.Halted()).reported(ReportStatus.FAILED_RETRYABLE).retried();
        assertThat(intent.name()).isEqualTo("RETRYING");

        shell.thawed();
        intent.after(Duration.ofHours(1)).due(TimerName.RETRY);

        assertThat(intent.name()).isEqualTo("APPROVED");
    }

    @Test
    void nothing_else_is_stopped() {
        var ended = shell.submit(ANA).begun().reported(ReportStatus.SUCCEEDED);

        ended.given(new Input.Halted());

        assertThat(ended.latest().consequences()).isEmpty();
    }

    @Test
    void running_calls_may_finish_during_a_freeze() {
        var intent = shell.submit(ANA).begun();
        shell.frozenBy(new Freeze("all", null));

        intent.reported(ReportStatus.SUCCEEDED);

        assertThat(intent.name()).isEqualTo("SUCCEEDED");
    }
}
