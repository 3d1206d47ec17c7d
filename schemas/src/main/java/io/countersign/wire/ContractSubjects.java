package io.countersign.wire;

import io.confluent.kafka.schemaregistry.ParsedSchema;
import io.confluent.kafka.serializers.subject.strategy.SubjectNameStrategy;
import io.countersign.contract.Topics;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The registry's subjects: {@code <topic>-value}, except that all topics of actions share {@code intents.approved-value}.
 * Usable by configuration as {@code value.subject.name.strategy}.
 */
public final class ContractSubjects implements SubjectNameStrategy {
    /** The subject of {@code ApprovedIntent}. */
    public static final String APPROVED = "intents.approved-value";

    /** The subject of a topic's values. */
    public static String of(String topic) {
        return topic.startsWith(Topics.APPROVED_PREFIX) ? APPROVED : topic + "-value";
    }

    @Override
    public String subjectName(String topic, boolean isKey, @Nullable ParsedSchema schema) {
        return isKey ? topic + "-key" : of(topic);
    }

    @Override
    public void configure(Map<String, ?> configs) {}
}
