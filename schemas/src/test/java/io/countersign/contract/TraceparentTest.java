package io.countersign.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceparentTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String TEXT = "00-" + TRACE + "-" + PARENT + "-01";

    @Test
    void a_header_is_read_and_written_as_it_was() {
        assertThat(Traceparent.read(TEXT)).contains(new Traceparent(TRACE, PARENT, true));
        assertThat(Traceparent.read("00-" + TRACE + "-" + PARENT + "-00")).hasValueSatisfying(read -> {
            assertThat(read.sampled()).isFalse();
            assertThat(read.text()).endsWith("-00");
        });
        assertThat(Traceparent.read(TEXT).map(Traceparent::text)).contains(TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-and-more"})
    void a_later_version_is_read_as_far_as_it_is_known_and_continued_as_ours(String more) {
        var read = Traceparent.read("cc-" + TRACE + "-" + PARENT + "-09" + more);

        assertThat(read.map(Traceparent::text)).contains(TEXT);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "00-1-2-01",
                "ff-" + TRACE + "-" + PARENT + "-01",
                TEXT + "-more",
                TEXT + "0",
                " " + TEXT,
                "00-00000000000000000000000000000000-" + PARENT + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-" + PARENT + "-01"
            })
    void what_the_standard_forbids_is_no_trace(String text) {
        assertThat(Traceparent.read(text)).isEmpty();
    }

    @Test
    void a_further_step_stays_in_its_trace_and_a_new_trace_is_well_formed() {
        var random = new Random(7);
        var begun = Traceparent.begin(random);
        var next = begun.next(random);

        assertThat(Traceparent.read(begun.text())).contains(begun);
        assertThat(begun.sampled()).isTrue();
        assertThat(next.traceId()).isEqualTo(begun.traceId());
        assertThat(next.parentId()).isNotEqualTo(begun.parentId());
        assertThat(next.text()).hasSize(TEXT.length());
        assertThat(new Traceparent(TRACE, PARENT, false).next(random).sampled()).isFalse();
    }
}
