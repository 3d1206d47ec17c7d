package io.countersign.policystream.lifecycle;

import static io.countersign.policystream.lifecycle.ReportStatus.FAILED;
import static io.countersign.policystream.lifecycle.ReportStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.atIndex;

import io.countersign.policystream.policy.Reason;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Where an answer came from: the event says so, and why another model than the one asked for gave it. */
class ProvenanceTest {
    private static final PassedOver SMALL = new PassedOver("small", "HTTP_429", "too many requests");

    private final Shell shell = new Shell(HousePolicy.allowingAll());
    private final Story intent = shell.submit(Requests.of("acme/ana")).begun();

    @Test
    void an_answer_of_the_executor_s_own_is_neither_cached_nor_a_fallback() {
        var event = intent.reported(SUCCEEDED).recorded().orElseThrow();

        assertThat(event.cached()).isFalse();
        assertThat(event.fallback()).isFalse();
    }

    @Test
    void an_answer_from_the_cache_is_marked() {
        var event =
                intent.given(intent.report(SUCCEEDED).fromTheCache()).recorded().orElseThrow();

        assertThat(event.cached()).isTrue();
        assertThat(event.fallback()).isFalse();
        assertThat(event.reasons()).containsExactly(new Reason("SUCCEEDED", null, "answered from the cache"));
    }

    @Test
    void an_answer_of_a_fallback_is_marked_and_tells_which_models_did_not_give_it_and_why() {
        var event = intent.given(intent.report(SUCCEEDED).byAFallback(SMALL, new PassedOver("tiny", "TIMED_OUT", "")))
                .recorded()
                .orElseThrow();

        assertThat(event.fallback()).isTrue();
        assertThat(event.reasons())
                .containsExactly(
                        new Reason("MODEL_PASSED_OVER", null, "small did not answer: HTTP_429, too many requests"),
                        new Reason("MODEL_PASSED_OVER", null, "tiny did not answer: TIMED_OUT"),
                        new Reason("SUCCEEDED", null, "answered by a fallback"));
        assertThat(intent.words().reasons()).isEqualTo(event.reasons());
    }

    @Test
    void what_failed_tells_of_its_models_too_and_is_no_answer() {
        var event = intent.given(intent.report(FAILED).byAFallback(SMALL))
                .recorded()
                .orElseThrow();

        assertThat(event.fallback()).isFalse();
        assertThat(event.reasons()).extracting(Reason::code).containsExactly("MODEL_PASSED_OVER", "EXECUTION_FAILED");
    }

    @Test
    void a_hostile_executor_s_models_are_few_and_in_few_words() {
        var hostile = new PassedOver("m".repeat(9_999), "c\u202e\n".repeat(9_999), "w".repeat(9_999));
        var many = Collections.nCopies(10_000, hostile).toArray(PassedOver[]::new);

        var reasons = intent.given(intent.report(SUCCEEDED).byAFallback(many))
                .recorded()
                .orElseThrow()
                .reasons();

        assertThat(reasons).hasSize(10).contains(new Reason("MODEL_PASSED_OVER", null, "and 9992 more"), atIndex(8));
        assertThat(reasons)
                .allSatisfy(reason ->
                        assertThat(reason.message()).hasSizeLessThan(600).doesNotContain("\u202e", "\n"));
    }
}
