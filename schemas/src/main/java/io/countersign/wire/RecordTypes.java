package io.countersign.wire;

import io.confluent.kafka.schemaregistry.avro.AvroSchemaUtils;
import io.countersign.contract.Topics;
import io.countersign.v1.ApprovedIntent;
import io.countersign.v1.CachedAnswer;
import io.countersign.v1.Cancellation;
import io.countersign.v1.Control;
import io.countersign.v1.DeadLetter;
import io.countersign.v1.Directive;
import io.countersign.v1.Intent;
import io.countersign.v1.IntentContent;
import io.countersign.v1.IntentEvent;
import io.countersign.v1.Outcome;
import io.countersign.v1.OutputChunk;
import io.countersign.v1.PolicyBundle;
import io.countersign.v1.Reply;
import io.countersign.v1.Review;
import io.countersign.v1.Session;
import io.countersign.v1.Tick;
import io.countersign.v1.Tranche;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** Which record lies on which topic. */
public final class RecordTypes {
    private static final Map<String, Class<? extends SpecificRecord>> BY_TOPIC = Map.ofEntries(
            Map.entry(Topics.INBOX, Intent.class),
            Map.entry(Topics.SUBMITTED, Intent.class),
            Map.entry(Topics.CANCELLATIONS, Cancellation.class),
            Map.entry(Topics.SESSIONS, Session.class),
            Map.entry(Topics.REVIEWS, Review.class),
            Map.entry(Topics.OUTCOMES, Outcome.class),
            Map.entry(Topics.TICKS, Tick.class),
            Map.entry(Topics.DIRECTIVES, Directive.class),
            Map.entry(Topics.EVENTS, IntentEvent.class),
            Map.entry(Topics.CONTENTS, IntentContent.class),
            Map.entry(Topics.REPLIES, Reply.class),
            Map.entry(Topics.OUTPUT, OutputChunk.class),
            Map.entry(Topics.CACHE, CachedAnswer.class),
            Map.entry(Topics.DEAD_LETTER, DeadLetter.class),
            Map.entry(Topics.BUNDLES, PolicyBundle.class),
            Map.entry(Topics.CONTROLS, Control.class),
            Map.entry(Topics.TRANCHES, Tranche.class));

    private RecordTypes() {}

    /** The record of a topic's values; empty for a topic that is not ours. */
    public static Optional<Class<? extends SpecificRecord>> on(String topic) {
        return topic.startsWith(Topics.APPROVED_PREFIX)
                ? Optional.of(ApprovedIntent.class)
                : Optional.ofNullable(BY_TOPIC.get(topic));
    }

    /** All subjects with the schemas that belong to them, as the registry has them. */
    public static Map<String, Schema> bySubject() {
        var schemas = new TreeMap<String, Schema>();
        BY_TOPIC.forEach((topic, type) -> schemas.put(ContractSubjects.of(topic), schemaOf(type)));
        schemas.put(ContractSubjects.APPROVED, schemaOf(ApprovedIntent.class));
        return schemas;
    }

    /**
     * A record's schema without what only Java's classes are concerned with: the same that the serializer looks up, and
     * the one that clients in other languages see.
     */
    public static Schema schemaOf(Class<? extends SpecificRecord> type) {
        var record = SpecificData.newInstance(type, SpecificData.get().getSchema(type));
        return AvroSchemaUtils.getSchema(record, false, false, true);
    }
}
