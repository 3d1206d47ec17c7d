package io.countersign.policystream.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What earlier builds kept stays readable. */
final class ViewCodecTest {

    private static final CBORMapper CBOR = new CBORMapper();

    @Test
    void facts_of_a_build_that_kept_no_executions_or_kept_them_in_the_timeline_have_none() throws IOException {
        var codec = ViewCodec.of(IntentFacts.class);
        var facts = IntentFacts.first(change(1));
        assertThat(codec.read().apply(codec.write().apply(facts))).isEqualTo(facts);
        assertThat(facts.executions()).hasSize(1);

        var kept = (ObjectNode) CBOR.readTree(codec.write().apply(facts));
        var execution = kept.remove("executions").get(0);
        assertThat(codec.read().apply(CBOR.writeValueAsBytes(kept)).executions())
                .isEmpty();

        kept.withArray("timeline").forEach(step -> ((ObjectNode) step).set("execution", execution));
        var read = codec.read().apply(CBOR.writeValueAsBytes(kept));
        assertThat(read.executions()).isEmpty();
        assertThat(read.timeline()).isEqualTo(facts.timeline());
        assertThat(read.after(change(2)).executions()).hasSize(1);
    }

    private static Change change(long version) {
        return new Change(
                Told.ANA.key(),
                "a",
                version,
                "RUNNING",
                Told.T0,
                List.of(),
                "orders.refund",
                null,
                1,
                new Execution(1, "hash", Told.T0, "run", null),
                null,
                null,
                false,
                false,
                null,
                null,
                null);
    }
}
