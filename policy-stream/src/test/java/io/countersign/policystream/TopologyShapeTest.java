package io.countersign.policystream;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.activation.AdoptedPolicy;
import io.countersign.policystream.activation.KafkaControlLog;
import io.countersign.policystream.view.ViewPositions;
import io.countersign.wire.ApprovalSigner;
import io.countersign.wire.WireFormat;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

/**
 * The whole topology as it is wired. Task ids, changelogs and committed offsets hang on it: whoever changes the text
 * changes what a running deployment finds of its own state.
 */
final class TopologyShapeTest {

    /** What Kafka Streams calls nodes and stores that nobody has named. */
    private static final Pattern MADE_UP = Pattern.compile("KSTREAM|KTABLE|-\\d{10}");

    private static final Pattern SET = Pattern.compile("\\[([^\\]]*)]");

    @Test
    void its_shape_is_the_one_that_was_agreed_on() throws Exception {
        try (var golden = TopologyShapeTest.class.getResourceAsStream("topology.txt")) {
            assertThat(sorted(topology().describe().toString()))
                    .isEqualTo(new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void every_name_in_it_was_chosen() {
        assertThat(topology().describe().toString()).doesNotContainPattern(MADE_UP);
    }

    /** Kafka Streams keeps the topics and stores of a node in no order. */
    private static String sorted(String description) {
        return SET.matcher(description)
                .replaceAll(set -> Stream.of(set.group(1).split(", ")).sorted().collect(joining(", ", "[", "]")));
    }

    private static Topology topology() {
        var wire = WireFormat.of("mock://shape");
        Supplier<Consumer<byte[], byte[]>> nothing = () -> {
            throw new IllegalStateException("nothing is read");
        };
        var controls = new KafkaControlLog(nothing, wire, new AdoptedPolicy(nothing, "shape"));
        return Wiring.topology(
                4, wire, controls, ApprovalSigner.create(), new SimpleMeterRegistry(), new ViewPositions());
    }
}
