package io.countersign.policystream.replytopic;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.contract.Headers;
import io.countersign.contract.Owner;
import io.countersign.contract.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CopyTopologyTest {

    private static final Owner ANA = new Owner("acme", "ana/of sales");
    private static final String ANSWERS = "acme.answers";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Set<String> topics = new HashSet<>(Set.of(ANSWERS, "globex.answers"));

    @TempDir
    Path folder;

    private TopologyTestDriver driver;

    @BeforeEach
    void begin() {
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "copies");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        var rule = new ReplyTopicRule(ReplyTopics.read("acme=acme.answers,globex=globex.answers"), topics::contains);
        driver = new TopologyTestDriver(new CopyTopology(rule, meters).get(), config);
    }

    @AfterEach
    void end() {
        driver.close();
    }

    @Test
    void events_and_contents_that_name_a_topic_are_copied_as_they_are_and_nothing_else() {
        write(Topics.EVENTS, ANA.key(), "first", ANSWERS);
        write(Topics.CONTENTS, ANA.contentKey("i1"), "its words", ANSWERS);
        write(Topics.EVENTS, ANA.key(), "of another intent", new RecordHeaders());
        write(Topics.EVENTS, Owner.brokerKey(0), "of the broker", new RecordHeaders());

        var copies = copies();
        assertThat(copies).extracting(TestRecord::value).containsExactly("first", "its words");
        assertThat(copies).extracting(TestRecord::key).containsExactly(ANA.key(), ANA.contentKey("i1"));
        assertThat(count("NONE")).isEqualTo(2);
    }

    @Test
    void the_trace_goes_with_them() {
        var headers = new RecordHeaders()
                .add(Headers.REPLY_TO, ANSWERS.getBytes(StandardCharsets.UTF_8))
                .add(Headers.TRACEPARENT, "00-trace".getBytes(StandardCharsets.UTF_8));
        write(Topics.EVENTS, ANA.key(), "first", headers);

        assertThat(copies().getFirst().headers().lastHeader(Headers.TRACEPARENT).value())
                .asString()
                .isEqualTo("00-trace");
    }

    @Test
    void what_can_no_longer_be_copied_is_left_out_and_what_comes_next_is_copied_again() {
        topics.remove(ANSWERS);
        write(Topics.EVENTS, ANA.key(), "while it was gone", ANSWERS);
        topics.add(ANSWERS);
        write(Topics.EVENTS, ANA.key(), "after it", ANSWERS);

        assertThat(copies()).extracting(TestRecord::value).containsExactly("after it");
        assertThat(count("MISSING")).isOne();
    }

    @Test
    void a_topic_of_another_tenant_gets_nothing_whatever_the_header_says() {
        write(Topics.EVENTS, ANA.key(), "for others", "globex.answers");
        write(Topics.CONTENTS, ANA.contentKey("i1"), "for others", "globex.answers");

        assertThat(count("NOT_ALLOWED")).isEqualTo(2);
        assertThat(driver.producedTopicNames()).isEmpty();
    }

    @Test
    void the_key_of_a_content_begins_with_its_owners() {
        assertThat(List.of(ANA.key(), ANA.contentKey("i1"), Owner.brokerKey(3)))
                .extracting(key -> CopyTopology.ownerKey(key.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(ANA.key(), ANA.key(), Owner.brokerKey(3));
    }

    private void write(String topic, String key, String value, String replyTo) {
        write(topic, key, value, new RecordHeaders().add(Headers.REPLY_TO, replyTo.getBytes(StandardCharsets.UTF_8)));
    }

    private void write(String topic, String key, String value, org.apache.kafka.common.header.Headers headers) {
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value.getBytes(StandardCharsets.UTF_8), headers));
    }

    private List<TestRecord<String, String>> copies() {
        return driver.createOutputTopic(ANSWERS, new StringDeserializer(), new StringDeserializer())
                .readRecordsToList();
    }

    private double count(String code) {
        return meters.counter("countersign.replytopic.records", "code", code).count();
    }
}
