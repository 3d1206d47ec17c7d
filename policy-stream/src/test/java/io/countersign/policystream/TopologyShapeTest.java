package io.countersign.policystream;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.policystream.activation.AdoptedPolicy;
import io.countersign.policystream.activation.KafkaControlLog;
import io.countersign.policystream.inbox.Issuer;
import io.countersign.policystream.inbox.IssuerKeys;
import io.countersign.policystream.inbox.Senders;
import io.countersign.policystream.replytopic.CopyTopology;
import io.countersign.policystream.replytopic.ReplyTopicRule;
import io.countersign.policystream.replytopic.ReplyTopics;
import io.countersign.policystream.view.ViewPositions;
import io.countersign.wire.ApprovalSigner;
import io.countersign.wire.WireFormat;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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

    private static final ReplyTopicRule NOWHERE = new ReplyTopicRule(ReplyTopics.none(), topic -> false);

    private static final Pattern SET = Pattern.compile("\\[([^\\]]*)]");

    @Test
    void its_shape_is_the_one_that_was_agreed_on() throws Exception {
        assertShape(topology(), "topology.txt");
    }

    @Test
    void the_inbox_has_a_shape_of_its_own() throws Exception {
        assertShape(inbox(), "inbox-topology.txt");
    }

    @Test
    void what_is_copied_for_agents_has_a_shape_of_its_own() throws Exception {
        assertShape(copies(), "copy-topology.txt");
    }

    @Test
    void every_name_in_it_was_chosen() {
        assertThat(topology().describe().toString()).doesNotContainPattern(MADE_UP);
        assertThat(inbox().describe().toString()).doesNotContainPattern(MADE_UP);
        assertThat(copies().describe().toString()).doesNotContainPattern(MADE_UP);
    }

    private static void assertShape(Topology topology, String file) throws IOException {
        try (var golden = TopologyShapeTest.class.getResourceAsStream(file)) {
            assertThat(sorted(topology.describe().toString()))
                    .isEqualTo(new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Topology inbox() {
        var never = new IssuerKeys.Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO);
        var senders = new Senders(Issuer.tokens(), new IssuerKeys(List::of, InstantSource.system(), never));
        return Wiring.inboxTopology(senders, WireFormat.of("mock://shape"), NOWHERE, new SimpleMeterRegistry())
                .get();
    }

    private static Topology copies() {
        return new CopyTopology(NOWHERE, new SimpleMeterRegistry()).get();
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
