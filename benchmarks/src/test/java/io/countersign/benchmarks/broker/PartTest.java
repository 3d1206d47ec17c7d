package io.countersign.benchmarks.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose time it is, by what is on the stack. */
final class PartTest {

    @Test
    void what_the_jdk_does_is_time_of_who_asked_for_it() {
        assertThat(Part.of(List.of(
                        "sun.security.provider.SHA2",
                        "io.countersign.contract.Sha256",
                        "io.countersign.policystream.stream.Journal")))
                .isEqualTo(Part.CANONICAL_JSON);
    }

    @Test
    void expressions_are_a_part_of_their_own_within_policy() {
        assertThat(Part.of(List.of("dev.cel.runtime.DefaultInterpreter"))).isEqualTo(Part.EXPRESSIONS);
        assertThat(Part.of(List.of("io.countersign.policystream.policy.Hearing")))
                .isEqualTo(Part.POLICY);
    }

    @Test
    void streams_are_not_clients() {
        assertThat(Part.of(List.of("org.apache.kafka.streams.KafkaStreams"))).isEqualTo(Part.STREAMS);
        assertThat(Part.of(List.of("org.apache.kafka.common.network.Selector"))).isEqualTo(Part.CLIENTS);
    }

    @Test
    void a_stack_that_is_nobodys_is_told_too() {
        assertThat(Part.of(List.of("java.lang.Thread"))).isEqualTo(Part.OTHER);
        assertThat(Part.of(List.of())).isEqualTo(Part.OTHER);
    }
}
